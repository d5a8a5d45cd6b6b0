import { type Hold, takeHold } from '../buyers/credit-account.ts';
import type { Answer } from '../shared/answer.ts';
import { businessDateOf } from '../shared/clock.ts';
import { type OnceRequest, proofOf, replayAmong } from '../shared/once.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Table } from '../shared/table.ts';
import { isNew, WriteContended, WriteRefused } from '../shared/write.ts';
import { refusedCredit } from './credit.refusal.ts';
import { orderItem, readOrder, type StoredOrder } from './order.item.ts';
import { refuseOrder } from './order.refusals.ts';
import type { Order } from './order.ts';

/**
 * Adds an order together with its hold on the buyer's credit: two items, one transaction, nothing read before it
 * (PERFORMANCE.md 2, flow A). What a refused condition met tells whether the request is a repeat and why credit was refused.
 */
export const placingStore = (table: Table) => ({
  add: async (order: Order, once: OnceRequest, answer: Answer): Promise<Answer> => {
    const hold: Hold = { amount: order.amount, today: businessDateOf(order.createdAt) };
    const item = orderItem(order, [proofOf(once, answer)], 'order.authorized');
    const id = { merchantId: order.merchantId, buyerId: order.buyerId };
    try {
      await table.write({ table: table.name, put: item, condition: isNew }, takeHold(table.name, id, hold, once.key));
      return answer;
    } catch (error) {
      if (error instanceof WriteContended) throw contended(error);
      if (!(error instanceof WriteRefused)) throw error;
      const [metOrder, metAccount] = error.found;
      if (metOrder?.item) return placedBefore(readOrder(metOrder.item), once);
      throw await refusedCredit(table, id, hold, metAccount?.item, once);
    }
  },
});

/** The order exists: this request placed it, or another one took its reference. */
function placedBefore({ order, proofs }: StoredOrder, once: OnceRequest): Answer {
  const replay = replayAmong(proofs(), once);
  if (replay) return replay;
  throw refuseOrder('ReferenceAlreadyUsed', `Order ${order.id} has the reference ${order.reference}.`, {
    orderId: order.id,
  });
}

/** Another transaction holds the order's own item only while the same order is being placed. */
function contended(cause: WriteContended) {
  return cause.held.includes(0)
    ? refuseRequest(
        'RequestInProgress',
        'The same order is being placed. Send the same request again.',
        { retryable: true },
        cause,
      )
    : refuseRequest('TooBusy', "Other requests are at the buyer's credit account. Send this one again.", {}, cause);
}
