import type { Wording } from '../shared/packed-proofs.ts';
import type { Order } from './order.ts';

/**
 * What the answers about an order have most of their text in common with, in the order in which answers say it. Proofs are packed
 * against it (shared/packed-proofs.ts), so that a stored answer costs little more than what has changed since.
 *
 * Never edit it: proofs packed with these words need exactly them for as long as they are kept. Other words are another layout.
 */
export function answerWords(order: Order): Wording {
  const lines = order.lines.map(({ description, quantity, unitPrice, taxRate, taxIncluded }) => {
    return { description, quantity, unitPrice, taxRate, taxIncluded };
  });
  const confirmations = order.confirmations.map(({ id, amount, shippedOn, carrier, trackingNumber, confirmedAt }) => {
    return { id, amount, shippedOn, carrier: carrier ?? null, trackingNumber: trackingNumber ?? null, confirmedAt };
  });
  const text = JSON.stringify({
    id: order.id,
    reference: order.reference,
    buyerId: order.buyerId,
    method: 'paid',
    state: 'authorized',
    stateReason: null,
    nextActions: ['confirm', 'change_amount', 'cancel'],
    lines,
    amount: order.amount,
    amountConfirmed: 0,
    amountCancelled: 0,
    amountRemaining: order.amount,
    amountCredited: 0,
    shippingDueOn: order.shippingDueOn ?? null,
    expiresOn: order.expiresOn,
    confirmations,
    version: order.version,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  });
  return { text, parts: [lines, ...confirmations].map((part) => JSON.stringify(part)) };
}
