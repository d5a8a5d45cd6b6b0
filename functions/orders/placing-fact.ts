import * as z from 'zod/mini';
import type { Answer } from '../shared/answer.ts';
import { bureauIsAsked } from './authorize.ts';
import { orderStates } from './order.contract.ts';
import type { OrderState } from './order.ts';

const Told = z.object({ state: z.enum(orderStates) });

const facts: Partial<Readonly<Record<OrderState, string>>> = {
  authorized: 'OrderAuthorized',
  review: 'OrderInReview',
  pending_provider: 'OrderPending',
  declined: 'OrderDeclined',
};

/** What is counted of an answer to a new order; nothing before the merchant is answered. */
const placingFact = (answer: Answer): string | undefined =>
  answer.status === bureauIsAsked.status ? undefined : facts[Told.parse(JSON.parse(answer.body)).state];

/** Counts it by `count`, and hands the answer on. */
export function countPlacing(
  count: (name: string, answer: Answer, yen: number) => Answer,
  answer: Answer,
  amount: number,
): Answer {
  const fact = placingFact(answer);
  return fact === undefined ? answer : count(fact, answer, amount);
}
