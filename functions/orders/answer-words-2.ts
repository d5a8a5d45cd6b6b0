import type { Wording } from '../shared/packed-proofs.ts';
import type { Order } from './order.ts';

/**
 * The words of the answers about an order since credit notes, warnings and the shop's amount are part of them; what such words
 * are for stands in answer-words.ts. Proofs packed with these alone say 2.
 *
 * Never edit it: proofs packed with these words need exactly them for as long as they are kept. Other words are another layout.
 */
export function answerWords2(order: Order, paymentNumber: string): Wording {
  const lines = order.lines.map(lineOf);
  const confirmations = order.confirmations.map(({ id, amount, shippedOn, carrier, trackingNumber, confirmedAt }) => {
    return { id, amount, shippedOn, carrier: carrier ?? null, trackingNumber: trackingNumber ?? null, confirmedAt };
  });
  const creditNotes = (order.credits ?? []).map(({ id, amount, reason, note, lines, creditedAt }) => {
    return { id, amount, reason, note: note ?? null, lines: lines?.map(lineOf) ?? null, creditedAt };
  });
  const text = JSON.stringify({
    id: order.id,
    reference: order.reference,
    paymentNumber,
    buyerId: order.buyerId,
    method: 'paid',
    state: 'authorized',
    stateReason: null,
    nextActions: ['confirm', 'change_amount', 'cancel', 'extend'],
    warnings: [],
    lines,
    amount: order.amount,
    amountConfirmed: 0,
    amountCancelled: 0,
    amountRemaining: order.amount,
    amountCredited: 0,
    shopAmount: order.amount,
    amountMismatch: 0,
    shopStatus: null,
    shippingDueOn: order.shippingDueOn ?? null,
    expiresOn: order.expiresOn,
    decideBy: order.decideBy ?? null,
    confirmations,
    creditNotes,
    version: order.version,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  });
  return { text, parts: [lines, ...confirmations, ...creditNotes].map((part) => JSON.stringify(part)) };
}

const lineOf = ({ description, quantity, unitPrice, taxRate, taxIncluded }: Order['lines'][number]) => {
  return { description, quantity, unitPrice, taxRate, taxIncluded };
};
