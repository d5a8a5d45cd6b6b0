import * as z from 'zod/mini';
import type { Counting } from '../buyers/account-rules.ts';
import { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant, plusDays } from '../shared/clock.ts';
import { yen } from '../shared/money.ts';
import type { OnceRequest } from '../shared/once.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import { holdDays } from './hold-term.ts';
import { PlaceOrder } from './order.contract.ts';
import { orderIdOf } from './order.item.ts';
import { orderResource } from './order.resource.ts';
import type { Order } from './order.ts';
import { decideByFrom } from './order-review.ts';

export const AuthorizeInput = z.object({
  merchantId: z.string(),
  order: PlaceOrder,
  once: z.object({ key: z.string(), body: z.string() }),
  actor: Actor,
});
export type AuthorizeInput = z.infer<typeof AuthorizeInput>;

/** Why an order goes to a person instead of being authorized. */
export type ReviewReason = 'over_soft_limit' | 'velocity';

/** How an order is to be placed. Most are authorized at once and hold their amount; what a refused try met says otherwise. */
export interface Plan {
  readonly counts: Counting;
  readonly as: 'authorized' | 'pending_provider' | 'review';
  readonly stateReason?: ReviewReason;
}

export interface Placing {
  readonly order: Order;
  readonly plan: Plan;
  readonly once: OnceRequest;
  /** What the merchant is told of it; undefined while the bureau has not been asked. */
  readonly answer: Answer | undefined;
  readonly actor: Actor;
}

/** What stood in the way of a plan, and is no refusal. `moved`: it is out of the way by now. */
export type Obstacle = 'counted_otherwise' | 'bureau_check' | 'moved' | ReviewReason;

export interface AuthorizePorts {
  readonly clock: Clock;
  readonly orders: {
    /**
     * Adds the order and takes its hold, both or neither. Answers the first answer again when it has been added before, and
     * `bureauIsAsked` when this has been done up to the question to the bureau.
     */
    add(placing: Placing): Promise<Answer | Obstacle>;
  };
}

const triesMax = 5;

/**
 * The order is stored with its hold, and the bureau has to be asked before the merchant is answered. Only the authorization's
 * own state machine sees it.
 */
export const bureauIsAsked: Answer = { status: 202, body: '' };

/**
 * Authorizes an order (P12, P13). Nothing is read first: the conditions of the one transaction decide, so that two orders at
 * the same moment can never both take the last of a limit. Only an account whose rules ask for something else takes a second
 * try, which is planned from what the first one met.
 */
export async function authorizeOrder(ports: AuthorizePorts, input: AuthorizeInput): Promise<Answer> {
  let plan: Plan = { counts: 'holds_and_invoices', as: 'authorized' };
  for (let tries = 0; tries < triesMax; tries++) {
    const order = newOrder(input, plan, ports.clock);
    const told = plan.as === 'pending_provider' ? undefined : answer(201, orderResource(order));
    const placed = await ports.orders.add({ order, plan, once: input.once, answer: told, actor: input.actor });
    if (typeof placed === 'object') return placed;
    plan = replanned(plan, placed);
  }
  throw refuseRequest('TooBusy', "The buyer's credit account is being changed by others. Send the same request again.");
}

function replanned(plan: Plan, obstacle: Obstacle): Plan {
  if (obstacle === 'counted_otherwise') {
    return { ...plan, counts: plan.counts === 'invoices_only' ? 'holds_and_invoices' : 'invoices_only' };
  }
  if (obstacle === 'moved') return plan;
  if (obstacle === 'bureau_check') return { ...plan, as: 'pending_provider' };
  return { ...plan, as: 'review', stateReason: obstacle };
}

function newOrder({ merchantId, order: asked, actor: _, once: __ }: AuthorizeInput, plan: Plan, clock: Clock): Order {
  const { method: ___, amount, ...facts } = asked;
  const now = instant(clock);
  const today = businessDate(clock);
  return {
    ...facts,
    id: orderIdOf(merchantId, facts.reference),
    merchantId,
    amount: yen(amount),
    amountConfirmed: yen(0),
    amountCancelled: yen(0),
    amountRemaining: yen(amount),
    confirmations: [],
    state: plan.as,
    ...(plan.stateReason ? { stateReason: plan.stateReason } : {}),
    ...(plan.as === 'review' ? decideByFrom(today) : {}),
    ...(plan.counts === 'invoices_only' ? { holdsCredit: false } : {}),
    version: 1,
    createdAt: now,
    updatedAt: now,
    expiresOn: plusDays(today, holdDays),
  };
}
