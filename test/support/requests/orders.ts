import { aCompany } from '../companies.ts';
import { anActiveBuyer, anOrder, linesOf, type Merchant } from '../sessions.ts';
import { aboutOurs, type OnceRows, plain, type RequestRows } from './rows.ts';

const onOrder = (orderId: string, rest = '') => `/v1/orders/${orderId}${rest}`;

export const orderRequests: RequestRows = {
  listOrders: plain('/v1/orders'),
  getOrder: aboutOurs(({ orderId }) => ({ path: onOrder(orderId) })),
  placeOrder: aboutOurs(({ buyerId }) => ({
    path: '/v1/orders',
    body: { ...anOrder({ buyerId, amount: 1000 }), shippingDueOn: '2026-12-10' },
  })),
  changeOrder: aboutOurs(({ orderId }) => ({
    path: onOrder(orderId),
    body: { amount: 90_000, lines: linesOf(90_000) },
    headers: { 'if-match': '"1"' },
  })),
  confirmOrder: aboutOurs(({ orderId }) => ({
    path: onOrder(orderId, '/confirmations'),
    body: { amount: 1000, shippedOn: '2026-11-20', carrier: '佐川急便', trackingNumber: '1234-5678', final: false },
  })),
  cancelOrder: aboutOurs(({ orderId }) => ({ path: onOrder(orderId, '/cancellations'), body: {} })),
};

const buyers = new WeakMap<Merchant, ReturnType<typeof anActiveBuyer>>();

/** One buyer with the highest limit, for all the orders that are placed only to be tried with. */
export function aSolventBuyer(demo: Merchant): ReturnType<typeof anActiveBuyer> {
  const known = buyers.get(demo) ?? anActiveBuyer(demo, aCompany({ requestedCreditLimit: 10_000_000 }));
  buyers.set(demo, known);
  return known;
}

/** An order of 10,000 yen of that buyer. */
export const anAuthorizedOrder = async (demo: Merchant) =>
  demo.place({ buyerId: (await aSolventBuyer(demo)).id, amount: 10_000 });

export const orderOnce: OnceRows = {
  placeOrder: async ({ demo }) => {
    const body = anOrder({ buyerId: (await aSolventBuyer(demo)).id, amount: 12_345 });
    return { api: demo.api, path: '/v1/orders', body, otherBody: { ...body, shippingDueOn: '2026-12-01' } };
  },
  confirmOrder: async ({ demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    const body = { amount: 4000, shippedOn: '2026-11-20', carrier: 'ヤマト運輸' };
    return { api: demo.api, path: onOrder(id, '/confirmations'), body, otherBody: { ...body, amount: 4001 } };
  },
  cancelOrder: async ({ demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    return { api: demo.api, path: onOrder(id, '/cancellations'), body: {} };
  },
};
