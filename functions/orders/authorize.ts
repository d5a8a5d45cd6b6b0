import * as z from 'zod/mini';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant, plusDays } from '../shared/clock.ts';
import { yen } from '../shared/money.ts';
import type { OnceRequest } from '../shared/once.ts';
import { PlaceOrder } from './order.contract.ts';
import { orderIdOf } from './order.item.ts';
import { orderResource } from './order.resource.ts';
import type { Order } from './order.ts';

export const AuthorizeInput = z.object({
  merchantId: z.string(),
  order: PlaceOrder,
  once: z.object({ key: z.string(), body: z.string() }),
});
export type AuthorizeInput = z.infer<typeof AuthorizeInput>;

export interface AuthorizePorts {
  readonly clock: Clock;
  readonly orders: {
    /** Adds the order and takes its hold, both or neither. Answers the first answer again when it has been added before. */
    add(order: Order, once: OnceRequest, answer: Answer): Promise<Answer>;
  };
}

/** P21: a hold stands for sixty days from the day of the order. */
export const holdDays = 60;

/**
 * Authorizes an order (P12, P13). Nothing is read first: the conditions of the one transaction decide, so that two orders at
 * the same moment can never both take the last of a limit.
 */
export async function authorizeOrder(ports: AuthorizePorts, input: AuthorizeInput): Promise<Answer> {
  const order = newOrder(input, ports.clock);
  return ports.orders.add(order, input.once, answer(201, orderResource(order)));
}

function newOrder({ merchantId, order: { method: _, amount, ...asked } }: AuthorizeInput, clock: Clock): Order {
  const now = instant(clock);
  return {
    ...asked,
    id: orderIdOf(merchantId, asked.reference),
    merchantId,
    amount: yen(amount),
    amountConfirmed: yen(0),
    amountCancelled: yen(0),
    amountRemaining: yen(amount),
    confirmations: [],
    state: 'authorized',
    version: 1,
    createdAt: now,
    updatedAt: now,
    expiresOn: plusDays(businessDate(clock), holdDays),
  };
}
