import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { OrderResource, orderParams, orderStates } from './order.contract.ts';

/** An order that waits for a person: whose, how much, why, and until when. */
const OrderReview = z.object({
  orderId: z.string(),
  merchantId: z.string(),
  buyerId: z.string(),
  reference: z.string(),
  state: z.enum(orderStates),
  stateReason: z.nullable(z.string()),
  amount: z.int(),
  decideBy: z.string(),
  calendarVersion: z.nullable(z.string()),
  isOverdue: z.boolean(),
  version: z.int(),
  createdAt: z.string(),
});
export type OrderReview = z.infer<typeof OrderReview>;

export const DecideReview = z.strictObject({
  outcome: z.enum(['approve', 'decline']),
  /** Kept with the order; the merchant does not see it. */
  reason: line(1000),
});
export type DecideReview = z.infer<typeof DecideReview>;

const tag = 'Order reviews';

export const listOrderReviews = contract({
  operation: 'listOrderReviews',
  method: 'GET',
  path: '/v1/order-reviews',
  tag,
  summary: 'Lists the orders that wait for a decision, those that are due first',
  audience: 'operator',
  query: z.strictObject(pageQuery),
  answers: { 200: { description: 'A page of the queue.', schema: listOf(OrderReview) } },
});

export const decideOrderReview = contract({
  operation: 'decideOrderReview',
  method: 'POST',
  path: '/v1/orders/{orderId}/review-decisions',
  tag,
  summary: 'Authorizes or declines an order that waits for a decision',
  audience: 'operator',
  params: orderParams,
  body: DecideReview,
  once: true,
  answers: { 201: { description: 'The order.', schema: OrderResource } },
  refusals: ['OrderReviewNotFound', 'OrderNotInReview', 'CreditLimitExceeded', 'BuyerNotActive', 'TooBusy'],
});

export const orderReviewContracts = [listOrderReviews, decideOrderReview];
