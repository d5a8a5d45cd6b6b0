import { calendarVersion, plusBusinessDays } from '../shared/business-days.ts';
import { businessDateOf, plusDays } from '../shared/clock.ts';
import { holdDays } from './hold-term.ts';
import { refuseOrder } from './order.refusals.ts';
import { type BureauFinding, moveTo, type Order, type ReviewDecision, releasedAll } from './order.ts';

/** CAPABILITIES.md 5.2: a review is decided within two business days. */
const reviewBusinessDays = 2;

/** By when an order that goes to a person today is to be decided, and the calendar that says so. */
export const decideByFrom = (today: string): Required<Pick<Order, 'decideBy' | 'calendarVersion'>> => ({
  decideBy: plusBusinessDays(today, reviewBusinessDays),
  calendarVersion,
});

/** Puts an order whose provider left it open before a person. What it held is released: a review holds nothing. */
export const toReview = (order: Order, stateReason: string, at: string): Order =>
  moveTo(order, 'review', at, { stateReason, ...decideByFrom(businessDateOf(at)) });

/** The reason that merchants, their shops and webhooks see where the bureau's word is behind it. */
const examination = 'examination';

/** The bureau wants it looked at, or has said nothing. */
export const toReviewBy = (bureauFinding: BureauFinding, order: Order, at: string): Order => ({
  ...toReview(order, examination, at),
  bureauFinding,
});

/** The bureau warns of it. */
export const stopped = (order: Order, at: string): Order => ({
  ...decline(order, examination, at),
  bureauFinding: 'bureau_stop',
});

/** Lets an order stand; its hold counts from today. */
export const authorize = (order: Order, at: string): Order =>
  moveTo(order, 'authorized', at, {
    stateReason: undefined,
    decideBy: undefined,
    calendarVersion: undefined,
    expiresOn: plusDays(businessDateOf(at), holdDays),
  });

/** Ends an order that was never authorized. */
export const decline = (order: Order, stateReason: string, at: string): Order =>
  moveTo(order, 'declined', at, { ...releasedAll(order), stateReason, decideBy: undefined });

/** What a person decides of an order under review. */
export function reviewed(order: Order, decision: ReviewDecision, holdsCredit: boolean): Order {
  const { id, state } = order;
  if (state !== 'review') throw refuseOrder('OrderNotInReview', `Order ${id} is ${state}.`, { state });
  const { outcome, decidedAt } = decision;
  if (outcome === 'decline') return { ...decline(order, 'review_declined', decidedAt), review: decision };
  return { ...authorize(order, decidedAt), review: decision, holdsCredit: holdsCredit ? undefined : false };
}
