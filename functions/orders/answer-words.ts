import type { Order } from './order.ts';

/**
 * What the answers about an order have most of their text in common with, in the order in which answers say it. Proofs are packed
 * against it (shared/packed-proofs.ts), so that a stored answer costs little more than what has changed since.
 *
 * Never edit it: proofs packed with these words need exactly them for as long as they are kept. Other words are another layout.
 */
export const answerWords = (order: Order): string =>
  JSON.stringify({
    id: order.id,
    reference: order.reference,
    buyerId: order.buyerId,
    method: 'paid',
    state: 'authorized',
    stateReason: null,
    nextActions: ['confirm', 'change_amount', 'cancel'],
    lines: order.lines.map(({ description, quantity, unitPrice, taxRate, taxIncluded }) => {
      return { description, quantity, unitPrice, taxRate, taxIncluded };
    }),
    amount: order.amount,
    amountConfirmed: 0,
    amountCancelled: 0,
    amountRemaining: order.amount,
    amountCredited: 0,
    shippingDueOn: order.shippingDueOn ?? null,
    expiresOn: order.expiresOn,
    confirmations: order.confirmations.map(({ id, amount, shippedOn, carrier, trackingNumber, confirmedAt }) => {
      return { id, amount, shippedOn, carrier: carrier ?? null, trackingNumber: trackingNumber ?? null, confirmedAt };
    }),
    version: order.version,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  });
