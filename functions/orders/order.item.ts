import * as z from 'zod/mini';
import type { Actor } from '../shared/actor.ts';
import { createdAtOf, creationKeys } from '../shared/creation-index.ts';
import { idFrom } from '../shared/ids.ts';
import { lazy } from '../shared/lazy.ts';
import { yen } from '../shared/money.ts';
import type { Proof } from '../shared/once.ts';
import { packProofs, unpackProofs } from '../shared/packed-proofs.ts';
import type { Item } from '../shared/page.ts';
import { answerWords } from './answer-words.ts';
import { answerWords2 } from './answer-words-2.ts';
import { answerWords3 } from './answer-words-3.ts';
import { answerWords4 } from './answer-words-4.ts';
import { answerWording, answerWords5 } from './answer-words-5.ts';
import { creditedOf } from './credit-note.ts';
import { orderStates } from './order.contract.ts';
import { paymentNumberOf } from './order.resource.ts';
import {
  bureauFindings,
  type Confirmation,
  type CreditNote,
  type Order,
  type OrderLine,
  type OrderMethod,
  openStates,
  type StateMove,
  shopStatuses,
} from './order.ts';

const Yen = z.pipe(z.int(), z.transform(yen));

/** Lists go without their members' names, which would be a third of the item. */
const StoredLine = z.tuple([z.string(), z.int(), z.int(), z.literal([10, 8, 0])]);
/** Milliseconds: a third of the text. Confirmations from before have the text. */
const StoredInstant = z.pipe(
  z.union([z.string(), z.int()]),
  z.transform((at) => (typeof at === 'string' ? at : new Date(at).toISOString())),
);
const StoredConfirmation = z.tuple([Yen, z.string(), StoredInstant, z.nullable(z.string()), z.nullable(z.string())]);

const StoredCredit = z.tuple([Yen, z.string(), StoredInstant, z.nullable(z.string()), z.nullable(z.array(StoredLine))]);

const StoredMove = z.tuple([z.enum(orderStates), z.nullable(z.string()), StoredInstant]);

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
  moves: z.optional(z.array(StoredMove)),
  credits: z.optional(z.array(StoredCredit)),
  holdsCredit: z.optional(z.boolean()),
  shopAmount: z.optional(Yen),
  shopStatus: z.optional(z.enum(shopStatuses)),
  extendedAt: z.optional(z.string()),
  warnedAt: z.optional(z.string()),
  decideBy: z.optional(z.string()),
  calendarVersion: z.optional(z.string()),
  bureauFinding: z.optional(z.enum(bureauFindings)),
  review: z.optional(
    z.object({
      outcome: z.enum(['approve', 'decline']),
      reason: z.string(),
      decidedBy: z.string(),
      decidedAt: z.string(),
    }),
  ),
  version: z.int(),
  GSI1SK: z.string(),
  updatedAt: z.string(),
  expiresOn: z.string(),
  proofs: z.instanceof(Uint8Array),
  /** Which words the proofs are packed with; absent: those of answer-words.ts. */
  words: z.optional(z.literal([2, 3, 4, answerWording])),
});

/**
 * Where the orders of each method lie on the index `byCreation`: a list by method walks through one partition, and the list of all
 * through all of them at once (listByCreation), so that no order costs a second entry.
 */
const creationKinds: Readonly<Record<OrderMethod, Uppercase<string>>> = { paid: 'ORDER' };

/** The partitions that a list of orders walks through. */
export const kindsOf = (method: OrderMethod | undefined): Uppercase<string>[] =>
  method === undefined ? Object.values(creationKinds) : [creationKinds[method]];

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

/** The n-th credit note of an order (from 0). */
export const creditNoteIdOf = (orderId: string, at: number): string => idFrom('crn', orderId, String(at));

/** What keys and places say already is not stored twice: an order with its proofs stays under a kilobyte (PERFORMANCE.md M1). */
export function readOrder(item: Item): StoredOrder {
  const { PK, SK, GSI1SK, proofs, words, lines, confirmations, credits, moves, ...facts } = OrderItem.parse(item);
  const id = afterHash(SK);
  const order = {
    ...facts,
    merchantId: afterHash(PK),
    id,
    createdAt: createdAtOf(GSI1SK),
    ...(moves ? { moves: moves.map(([state, reason, at]) => ({ state, reason, at })) } : {}),
    lines: lines.map(readLine),
    confirmations: confirmations.map((one, at) => ({ id: confirmationIdOf(id, at), ...readConfirmation(one) })),
    ...(credits ? { credits: credits.map((one, at) => ({ id: creditNoteIdOf(id, at), ...readCredit(one) })) } : {}),
  };
  return { order, proofs: lazy(() => unpackProofs(proofs, wordsOf(order, words))) };
}

const layouts = { 2: answerWords2, 3: answerWords3, 4: answerWords4, [answerWording]: answerWords5 };

const wordsOf = (order: Order, wording: keyof typeof layouts | undefined) =>
  wording === undefined ? answerWords(order) : layouts[wording](order, paymentNumberOf(order.id));

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

const readCredit = ([amount, reason, creditedAt, note, lines]: z.infer<typeof StoredCredit>): Omit<
  CreditNote,
  'id'
> => ({
  amount,
  reason,
  note: note ?? undefined,
  lines: lines?.map(readLine),
  creditedAt,
});

const storedLine = ({ description, quantity, unitPrice, taxRate }: OrderLine) => [
  description,
  quantity,
  unitPrice,
  taxRate,
];

const afterHash = (key: string): string => key.slice(key.indexOf('#') + 1);

/** The item of an order: on `byCreation` for good, on `openHolds` while it waits for a shipment or a decision. */
export function orderItem(order: Order, proofs: readonly Proof[], event: string | undefined, actor: Actor): Item {
  const { id, merchantId, createdAt, credits, moves, ...facts } = order;
  const item = {
    ...orderKey({ merchantId, orderId: id }),
    ...facts,
    lines: facts.lines.map(storedLine),
    confirmations: facts.confirmations.map((one) => {
      return [one.amount, one.shippedOn, Date.parse(one.confirmedAt), one.carrier ?? null, one.trackingNumber ?? null];
    }),
    ...(moves ? { moves: moves.map(storedMove) } : {}),
    ...(credits ? { credits: credits.map(storedCredit), amountCredited: creditedOf(order) } : {}),
    ...(event === undefined ? {} : { outbox: event }),
    actor,
    ...creationKeys({ owner: `MERCHANT#${merchantId}`, kind: creationKinds.paid, createdAt, id }),
    ...waitingKeys(order),
  };
  return { ...item, words: answerWording, proofs: packProofs(proofs, wordsOf(order, answerWording)) };
}

const storedCredit = ({ amount, reason, creditedAt, note, lines }: CreditNote) => [
  amount,
  reason,
  Date.parse(creditedAt),
  note ?? null,
  lines?.map(storedLine) ?? null,
];

const storedMove = ({ state, reason, at }: StateMove) => [state, reason, Date.parse(at)];

/** Partitions of the index `openHolds`: what a merchant's buyers hold, what holds nothing of a limit, and what operators decide. */
export const reviewQueue = 'REVIEW';

/** Ends the index key of an order that waits for its provider, so that the daily run finds those that nobody resolved. */
export const pendingMark = '#pending';

function waitingKeys(order: Order) {
  const { id, merchantId, buyerId, state, holdsCredit, decideBy } = order;
  if (state === 'review') return { GSI2PK: reviewQueue, GSI2SK: `${decideBy}#${id}` };
  if (order.amountRemaining === 0 || !(openStates.has(state) || state === 'pending_provider')) return {};
  const isPending = state === 'pending_provider';
  return {
    GSI2PK: `${holdsCredit === false ? 'UNCOUNTED' : 'OPEN'}#${merchantId}`,
    GSI2SK: `${buyerId}#${id}${isPending ? pendingMark : ''}`,
  };
}
