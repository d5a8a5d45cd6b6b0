import * as z from 'zod/mini';
import { createdAtOf, creationKeys } from '../shared/creation-index.ts';
import { idFrom } from '../shared/ids.ts';
import { lazy } from '../shared/lazy.ts';
import { yen } from '../shared/money.ts';
import type { Proof } from '../shared/once.ts';
import { packProofs, unpackProofs } from '../shared/packed-proofs.ts';
import type { Item } from '../shared/page.ts';
import { answerWords } from './answer-words.ts';
import { orderStates } from './order.contract.ts';
import { type Confirmation, type Order, type OrderLine, openStates } from './order.ts';

const Yen = z.pipe(z.int(), z.transform(yen));

/** Lists go without their members' names, which would be a third of the item. */
const StoredLine = z.tuple([z.string(), z.int(), z.int(), z.literal([10, 8, 0])]);
const StoredConfirmation = z.tuple([Yen, z.string(), z.string(), z.nullable(z.string()), z.nullable(z.string())]);

/** An order as it is stored. It is parsed on the way out: what the table holds is input like any other. */
const OrderItem = z.object({
  PK: z.string(),
  SK: z.string(),
  buyerId: z.string(),
  reference: z.string(),
  lines: z.array(StoredLine),
  amount: Yen,
  amountConfirmed: Yen,
  amountCancelled: Yen,
  amountRemaining: Yen,
  shippingDueOn: z.optional(z.string()),
  confirmations: z.array(StoredConfirmation),
  state: z.enum(orderStates),
  stateReason: z.optional(z.string()),
  version: z.int(),
  GSI1SK: z.string(),
  updatedAt: z.string(),
  expiresOn: z.string(),
  proofs: z.instanceof(Uint8Array),
});

export interface OrderId {
  readonly merchantId: string;
  readonly orderId: string;
}

/** An order and the requests that were carried out on it. */
export interface StoredOrder {
  readonly order: Order;
  readonly proofs: () => readonly Proof[];
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
  const { PK, SK, GSI1SK, proofs, lines, confirmations, ...facts } = OrderItem.parse(item);
  const id = afterHash(SK);
  const order = {
    ...facts,
    merchantId: afterHash(PK),
    id,
    createdAt: createdAtOf(GSI1SK),
    lines: lines.map(readLine),
    confirmations: confirmations.map((one, at) => ({ id: confirmationIdOf(id, at), ...readConfirmation(one) })),
  };
  return { order, proofs: lazy(() => unpackProofs(proofs, answerWords(order))) };
}

const readLine = ([description, quantity, unitPrice, taxRate]: z.infer<typeof StoredLine>): OrderLine => ({
  description,
  quantity,
  unitPrice,
  taxRate,
  taxIncluded: true,
});

const readConfirmation = ([amount, shippedOn, confirmedAt, carrier, trackingNumber]: z.infer<
  typeof StoredConfirmation
>): Omit<Confirmation, 'id'> => ({
  amount,
  shippedOn,
  carrier: carrier ?? undefined,
  trackingNumber: trackingNumber ?? undefined,
  confirmedAt,
});

const afterHash = (key: string): string => key.slice(key.indexOf('#') + 1);

/** The item of an order: on `byCreation` for good, on `openHolds` only while it holds credit. */
export function orderItem(order: Order, proofs: readonly Proof[], event: string): Item {
  const { id, merchantId, createdAt, ...facts } = order;
  const isOpen = openStates.has(order.state) && order.amountRemaining > 0;
  const item = {
    ...orderKey({ merchantId, orderId: id }),
    ...facts,
    lines: facts.lines.map((line) => [line.description, line.quantity, line.unitPrice, line.taxRate]),
    confirmations: facts.confirmations.map((one) => {
      return [one.amount, one.shippedOn, one.confirmedAt, one.carrier ?? null, one.trackingNumber ?? null];
    }),
    outbox: event,
    ...creationKeys({ owner: `MERCHANT#${merchantId}`, kind: 'ORDER', createdAt, id }),
    ...(isOpen ? { GSI2PK: `OPEN#${merchantId}`, GSI2SK: `${order.buyerId}#${id}` } : {}),
  };
  return { ...item, proofs: packProofs(proofs, answerWords(order)) };
}
