import * as z from 'zod/mini';
import { actorOf } from '../shared/actor.ts';
import { answer } from '../shared/answer.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { openTable } from '../shared/table.ts';
import { decideReview, listReviews, type ReviewPorts } from './decide-review.ts';
import { orderStore } from './order.store.ts';
import { decideOrderReview, listOrderReviews } from './order-review.contract.ts';
import { reviewStore } from './review.store.ts';

const { TRANSACTIONS_TABLE, LEDGER_TABLE } = env({ TRANSACTIONS_TABLE: z.string(), LEDGER_TABLE: z.string() });

const transactions = openTable(TRANSACTIONS_TABLE);

const ports: ReviewPorts = {
  clock: systemClock,
  orders: orderStore(transactions, LEDGER_TABLE),
  reviews: reviewStore(transactions, systemClock),
};

/** What operators see and decide of the orders that wait for a person. */
export const orderReviewsHandler = httpFunction(
  route(listOrderReviews, async ({ query }) => answer(200, await listReviews(ports, query))),
  route(decideOrderReview, ({ caller, requestId, params: { orderId }, body: decision, once }) =>
    decideReview(ports, { orderId, decision, once, actor: actorOf({ caller, requestId }) }),
  ),
);
