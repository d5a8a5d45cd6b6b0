import * as z from 'zod/mini';
import type { OutboxEvent } from '../events/outbox.ts';
import { creationKeys } from '../shared/creation-index.ts';
import { idFrom } from '../shared/ids.ts';
import { yen } from '../shared/money.ts';
import { Proof } from '../shared/once.ts';
import type { Item } from '../shared/page.ts';
import { Line, orderStates } from './order.contract.ts';
import { type Order, openStates } from './order.ts';

const Yen = z.pipe(z.int(), z.transform(yen));

/** An order as it is stored. It is parsed on the way out: what the table holds is input like any other. */
const OrderItem = z.object({
  id: z.string(),
  merchantId: z.string(),
  buyerId: z.string(),
  reference: z.string(),
  lines: z.array(Line),
  amount: Yen,
  amountConfirmed: Yen,
  amountCancelled: Yen,
  amountRemaining: Yen,
  shippingDueOn: z.optional(z.string()),
  confirmations: z.array(
    z.object({
      id: z.string(),
      amount: Yen,
      shippedOn: z.string(),
      carrier: z.optional(z.string()),
      trackingNumber: z.optional(z.string()),
      confirmedAt: z.string(),
    }),
  ),
  state: z.enum(orderStates),
  stateReason: z.optional(z.string()),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
  expiresOn: z.string(),
  proofs: z.array(Proof),
});

export interface OrderId {
  readonly merchantId: string;
  readonly orderId: string;
}

/** An order and the requests that were carried out on it. */
export interface StoredOrder {
  readonly order: Order;
  readonly proofs: readonly Proof[];
}

export const orderKey = ({ merchantId, orderId }: OrderId) => ({
  PK: `MERCHANT#${merchantId}`,
  SK: `ORDER#${orderId}`,
});

/** One order per merchant and reference: the id follows from both (docs/decisions/0003). */
export const orderIdOf = (merchantId: string, reference: string): string => idFrom('ord', merchantId, reference);

export function readOrder(item: Item): StoredOrder {
  const { proofs, ...order } = OrderItem.parse(item);
  return { order, proofs };
}

/** The item of an order: on `byCreation` for good, on `openHolds` only while it holds credit. */
export function orderItem(order: Order, proofs: readonly Proof[], event: OutboxEvent): Item {
  const { id, merchantId, buyerId, createdAt } = order;
  const isOpen = openStates.has(order.state) && order.amountRemaining > 0;
  return {
    ...orderKey({ merchantId, orderId: id }),
    ...order,
    proofs,
    outbox: event,
    ...creationKeys({ owner: `MERCHANT#${merchantId}`, kind: 'ORDER', createdAt, id }),
    ...(isOpen ? { GSI2PK: `OPEN#${merchantId}`, GSI2SK: `${buyerId}#${id}` } : {}),
  };
}

/** What a change of an order tells the world; its id follows from the order and its version, so that a repeat tells the same. */
export const orderEvent = (type: string, order: Order): OutboxEvent => ({
  id: idFrom('evt', order.id, String(order.version)),
  type,
  resourceId: order.id,
  sequence: order.version,
  occurredAt: order.updatedAt,
});
