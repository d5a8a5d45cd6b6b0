import type { Counting } from '../buyers/account-rules.ts';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Write } from '../shared/write.ts';
import { type ChangePorts, changeOnce, type OrderChange } from './change.ts';
import type { OrderId } from './order.item.ts';
import { refuseOrder } from './order.refusals.ts';
import { orderResource } from './order.resource.ts';
import type { Order } from './order.ts';
import type { DecideReview, OrderReview } from './order-review.contract.ts';
import { reviewed } from './order-review.ts';

export interface ReviewPorts extends ChangePorts {
  readonly clock: Clock;
  readonly reviews: {
    /** The first answer to this request, if it has been carried out. */
    earlier(once: OnceRequest): Promise<Answer | undefined>;
    /** Whose order of the queue this is. */
    find(orderId: string): Promise<OrderId | undefined>;
    /** How the buyer's account counts orders. */
    counting(order: OrderId): Promise<Counting>;
    /** What has to be as it is for an approval, and the proof of the request. */
    relationIsActive(order: Order): Write;
    proof(once: OnceRequest, told: Answer): Write;
    /** What a decision that failed means: a replay, or a refusal of those two that is thrown. Anything else is thrown as it is. */
    settled(error: unknown, id: OrderId, once: OnceRequest): Promise<Answer>;
    list(page: { limit: number; cursor?: string | undefined }): Promise<{ items: Order[]; nextCursor: string | null }>;
  };
}

export interface DecideReviewInput {
  readonly orderId: string;
  readonly decision: DecideReview;
  readonly once: OnceRequest;
  readonly actor: Actor;
}

/**
 * Decides an order under review (CAPABILITIES.md 5.2). An approval takes the credit now, if it is still there and the buyer may
 * still order; where it is not, nothing changes and the order goes on waiting.
 */
export async function decideReview(ports: ReviewPorts, input: DecideReviewInput): Promise<Answer> {
  const { orderId, once, actor } = input;
  const earlier = await ports.reviews.earlier(once);
  if (earlier) return earlier;
  const id = await ports.reviews.find(orderId);
  if (!id) {
    const replay = await ports.reviews.earlier(once); // it left the queue meanwhile, perhaps by this very request
    if (replay) return replay;
    throw refuseOrder('OrderReviewNotFound', `No order ${orderId} waits for a decision.`);
  }
  const counting = await ports.reviews.counting(id);
  try {
    return await changeOnce(ports, id, { status: 201, actor }, (order) => decided(ports, input, order, counting));
  } catch (error) {
    return await ports.reviews.settled(error, id, once);
  }
}

function decided(ports: ReviewPorts, input: DecideReviewInput, before: Order, counting: Counting): OrderChange {
  const { decision, once, actor } = input;
  const record = { ...decision, decidedBy: actor.by, decidedAt: instant(ports.clock) };
  const order = reviewed(before, record, counting === 'holds_and_invoices');
  const proof = ports.reviews.proof(once, answer(201, orderResource(order)));
  return decision.outcome === 'decline'
    ? { order, event: 'order.declined', also: [proof] }
    : {
        order,
        event: 'order.authorized',
        credit: { kind: 'approve', amount: order.amount },
        also: [proof, ports.reviews.relationIsActive(order)],
      };
}

/** The queue, those that are due first. Who is late stays in it: nothing is decided by waiting. */
export async function listReviews(
  { clock, reviews }: Pick<ReviewPorts, 'clock' | 'reviews'>,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ items: OrderReview[]; nextCursor: string | null }> {
  const { items, nextCursor } = await reviews.list(page);
  const today = businessDate(clock);
  return { items: items.map((order) => orderReview(order, today)), nextCursor };
}

function orderReview(order: Order, today: string): OrderReview {
  const { id, merchantId, buyerId, reference, state, stateReason, amount, version, createdAt } = order;
  const decideBy = order.decideBy ?? today;
  const facts = { merchantId, buyerId, reference, state, amount, version, createdAt };
  const reason = order.bureauFinding ?? stateReason ?? null;
  return {
    orderId: id,
    ...facts,
    stateReason: reason,
    decideBy,
    calendarVersion: order.calendarVersion ?? null,
    isOverdue: decideBy < today,
  };
}
