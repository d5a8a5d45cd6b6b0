/** Bodies that work on a new sandbox, by operation. A test holds that each passes the schema of its route. */
export const examples: Readonly<Record<string, unknown>> = {
  placeOrder: {
    reference: '2026-0001',
    buyerId: 'buy_01KCQ3V5M8R2T7W9X4Y6Z0ABCD',
    method: 'paid',
    lines: [{ description: 'コーヒー豆 1kg', quantity: 10, unitPrice: 2160, taxRate: 8, taxIncluded: true }],
    amount: 21600,
    shippingDueOn: '2026-12-10',
  },
  changeOrder: {
    lines: [{ description: 'コーヒー豆 1kg', quantity: 8, unitPrice: 2160, taxRate: 8, taxIncluded: true }],
    amount: 17280,
  },
  confirmOrder: { amount: 10800, shippedOn: '2026-12-08', carrier: 'ヤマト運輸', trackingNumber: '1234-5678-9012' },
  cancelOrder: {},
};
