import * as z from 'zod/mini';
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
  PK: z.string(),
  SK: z.string(),
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

/** The n-th confirmation of an order (from 0). */
export const confirmationIdOf = (orderId: string, at: number): string => idFrom('cnf', orderId, String(at));

/** What keys and places say already is not stored twice: an order with its proofs stays under a kilobyte (PERFORMANCE.md M1). */
export function readOrder(item: Item): StoredOrder {
  const { PK, SK, proofs, ...order } = OrderItem.parse(item);
  const id = afterHash(SK);
  const confirmations = order.confirmations.map((one, at) => ({ ...one, id: confirmationIdOf(id, at) }));
  return { order: { ...order, merchantId: afterHash(PK), id, confirmations }, proofs };
}

const afterHash = (key: string): string => key.slice(key.indexOf('#') + 1);

/** The item of an order: on `byCreation` for good, on `openHolds` only while it holds credit. */
export function orderItem(order: Order, proofs: readonly Proof[], event: string): Item {
  const { id, merchantId, ...facts } = order;
  const { buyerId, createdAt } = facts;
  const isOpen = openStates.has(order.state) && order.amountRemaining > 0;
  return {
    ...orderKey({ merchantId, orderId: id }),
    ...facts,
    confirmations: facts.confirmations.map(({ id: _, ...confirmation }) => confirmation),
    proofs,
    outbox: event,
    ...creationKeys({ owner: `MERCHANT#${merchantId}`, kind: 'ORDER', createdAt, id }),
    ...(isOpen ? { GSI2PK: `OPEN#${merchantId}`, GSI2SK: `${buyerId}#${id}` } : {}),
  };
}
