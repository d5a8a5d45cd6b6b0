import { CreditAccount } from '../buyers/credit-account.ts';
import { type Demand, noteReview, refusedHold, takeHold } from '../buyers/credit-hold.ts';
import { tidyDays } from '../buyers/velocity.ts';
import type { Answer } from '../shared/answer.ts';
import { businessDateOf } from '../shared/clock.ts';
import { type OnceRequest, proofOf, replayAmong } from '../shared/once.ts';
import type { Item } from '../shared/page.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Table } from '../shared/table.ts';
import { isNew, WriteContended, WriteRefused } from '../shared/write.ts';
import { bureauIsAsked, type Obstacle, type Placing } from './authorize.ts';
import { refusedCredit } from './credit.refusal.ts';
import { tidy } from './credit-move.store.ts';
import { orderItem, readOrder, type StoredOrder } from './order.item.ts';
import { refuseOrder } from './order.refusals.ts';

const events = {
  authorized: 'order.authorized',
  pending_provider: 'order.pending',
  review: 'order.review_requested',
} as const;

/**
 * Adds an order together with its hold on the buyer's credit: two items, one transaction, nothing read before it
 * (PERFORMANCE.md 2, flow A). What a refused condition met tells whether the request is a repeat, why credit was refused, and
 * whether a rule of the account asks for another plan.
 */
export const placingStore = (table: Table) => ({
  add: async (placing: Placing): Promise<Answer | Obstacle> => {
    const { order, plan, once, answer = bureauIsAsked, actor } = placing;
    const put = orderItem(order, [proofOf(once, answer)], events[plan.as], actor);
    try {
      await table.write({ table: table.name, put, condition: isNew }, creditPart(table.name, placing));
      return answer;
    } catch (error) {
      if (error instanceof WriteContended) throw contended(error);
      if (!(error instanceof WriteRefused)) throw error;
      const [metOrder, metAccount] = error.found;
      if (metOrder?.item) return placedBefore(readOrder(metOrder.item), once);
      return otherPlan(table, placing, metAccount?.item);
    }
  },
});

const demandOf = ({ order, plan, once }: Placing): Demand => ({
  amount: order.amount,
  whole: order.amount,
  today: businessDateOf(order.createdAt),
  counts: plan.counts,
  isChecked: plan.as === 'pending_provider',
  key: once.key,
});

function creditPart(table: string, placing: Placing) {
  const { order, plan, once } = placing;
  return plan.as === 'review'
    ? noteReview(table, order, businessDateOf(order.createdAt), once.key)
    : takeHold(table, order, demandOf(placing));
}

/** The order exists: this request placed it, or another one took its reference. */
function placedBefore({ order, proofs }: StoredOrder, once: OnceRequest): Answer {
  const replay = replayAmong(proofs(), once);
  if (replay) return replay.status === bureauIsAsked.status ? bureauIsAsked : replay;
  throw refuseOrder('ReferenceAlreadyUsed', `Order ${order.id} has the reference ${order.reference}.`, {
    orderId: order.id,
  });
}

/** What the account that was met asks for instead; throws where it refuses. */
async function otherPlan(table: Table, placing: Placing, met: Item | undefined): Promise<Obstacle> {
  const account = met && CreditAccount.parse(met);
  const demand = demandOf(placing);
  const why = refusedHold(account, demand);
  switch (why) {
    case 'counted_otherwise':
    case 'bureau_check':
    case 'over_soft_limit':
    case 'velocity':
      return why;
    case 'untidy':
      if (account) await tidy(table, tidyDays(table.name, placing.order, account, demand.today));
      return 'moved';
    case 'moved':
      return why;
    default:
      throw await refusedCredit(table, placing.order, why, account?.available);
  }
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
