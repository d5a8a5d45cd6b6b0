import * as z from 'zod/mini';
import { isCivilDate } from '../shared/clock.ts';
import { contract } from '../shared/contract.ts';
import { line, reference } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { yenMax } from '../shared/money.ts';
import { creditReasons, orderMethods, shopStatuses } from './order.ts';
import { paymentStatuses } from './payment.ts';

export const orderAmount = z.int().check(z.minimum(1), z.maximum(yenMax));
const amount = orderAmount;
const date = z
  .string()
  .check(
    z.regex(/^\d{4}-\d{2}-\d{2}$/),
    z.refine(isCivilDate, { error: 'Must be a date of the calendar.', params: { code: 'invalid_date' } }),
  );
/** Ids are opaque: one that we never gave out is not malformed, it does not exist. */
const id = z.string().check(z.minLength(1), z.maxLength(64));

export const Line = z.strictObject({
  description: line(200),
  quantity: z.int().check(z.minimum(1), z.maximum(999_999)),
  unitPrice: z.int().check(z.minimum(0), z.maximum(yenMax)),
  taxRate: z.literal([10, 8, 0]),
  taxIncluded: z.literal(true),
});

type Lines = readonly Pick<z.infer<typeof Line>, 'quantity' | 'unitPrice'>[];
type Amounted = { readonly amount: number; readonly lines: Lines };

export const linesTotal = (lines: Lines): number =>
  lines.reduce((total, line) => total + line.quantity * line.unitPrice, 0);

/** The lines' prices include tax, so their total is what the buyer owes (JAPAN-RULES.md 3.3, design a). */
const isLinesTotal = ({ amount, lines }: Amounted): boolean => amount === linesTotal(lines);

const addsUp = z.refine<Amounted>(isLinesTotal, {
  error: "Must equal the lines' total.",
  path: ['amount'],
  params: { code: 'amount_mismatch' },
});

const lines = z.array(Line).check(z.minLength(1), z.maxLength(100));

export const PlaceOrder = z
  .strictObject({
    reference: reference(),
    buyerId: id,
    method: z.enum(orderMethods),
    lines,
    amount,
    shippingDueOn: z.optional(date),
  })
  .check(addsUp);

export const ChangeOrder = z
  .strictObject({
    amount,
    /** May be left out where only the shop's amount changes, and where all lines have one tax rate: then they are made to fit. */
    lines: z.optional(z.array(Line).check(z.maxLength(100))),
    /** False: only the amount that the shop shows changes, and the order shows the mismatch. */
    changePaidAmount: z._default(z.boolean(), true),
  })
  .check(
    z.refine(({ amount, lines, changePaidAmount }) => !changePaidAmount || !lines || isLinesTotal({ amount, lines }), {
      error: "Must equal the lines' total.",
      path: ['amount'],
      params: { code: 'amount_mismatch' },
    }),
  );

export const ConfirmOrder = z.strictObject({
  amount: z.optional(amount),
  shippedOn: date,
  carrier: z.optional(line(64)),
  trackingNumber: z.optional(line(64)),
  final: z.optional(z.boolean()),
});

export const orderStates = [
  'review',
  'pending_provider',
  'authorized',
  'partially_confirmed',
  'confirmed',
  'cancelled',
  'expired',
  'declined',
] as const;

const yenAmount = z.int();
/** How far the payment has come, told alike for every method. */
const Payment = z.object({
  status: z.enum(paymentStatuses),
  amount: yenAmount,
  /** What was confirmed, before credit notes. */
  captured: yenAmount,
  refunded: yenAmount,
  /** What may still be confirmed. */
  remaining: yenAmount,
});

export const OrderResource = z.object({
  id: z.string(),
  reference: z.string(),
  /** For people: on delivery notes, in mails, on the telephone. */
  paymentNumber: z.string(),
  buyerId: z.string(),
  method: z.enum(orderMethods),
  state: z.enum(orderStates),
  stateReason: z.nullable(z.string()),
  nextActions: z.array(z.enum(['confirm', 'change_amount', 'cancel', 'finalize', 'credit', 'extend'])),
  warnings: z.array(
    z.object({ code: z.enum(['amount_mismatch', 'shop_cancelled', 'hold_expiring']), message: z.string() }),
  ),
  lines: z.array(Line),
  amount: yenAmount,
  amountConfirmed: yenAmount,
  amountCancelled: yenAmount,
  amountRemaining: yenAmount,
  amountCredited: yenAmount,
  /** What the shop shows, as far as we were told. */
  shopAmount: yenAmount,
  /** The shop's amount less ours. */
  amountMismatch: yenAmount,
  shopStatus: z.nullable(z.enum(shopStatuses)),
  shippingDueOn: z.nullable(z.string()),
  expiresOn: z.string(),
  /** By which business day an order under review is to be decided. */
  decideBy: z.nullable(z.string()),
  /** The calendar of business days by which `decideBy` was computed. */
  calendarVersion: z.nullable(z.string()),
  confirmations: z.array(
    z.object({
      id: z.string(),
      amount: yenAmount,
      shippedOn: z.string(),
      carrier: z.nullable(z.string()),
      trackingNumber: z.nullable(z.string()),
      confirmedAt: z.string(),
    }),
  ),
  creditNotes: z.array(
    z.object({
      id: z.string(),
      amount: yenAmount,
      /** As it was given. */
      reason: z.string(),
      note: z.nullable(z.string()),
      lines: z.nullable(z.array(Line)),
      creditedAt: z.string(),
      /** The reason, where it is one of these codes; `other` for every other text. */
      reasonCode: z.enum(creditReasons),
    }),
  ),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
  payment: Payment,
  /** The states that the order has been in, oldest first; the last one is its state. */
  stateHistory: z.array(z.object({ state: z.enum(orderStates), reason: z.nullable(z.string()), at: z.string() })),
});
export type OrderResource = z.infer<typeof OrderResource>;

const one = { description: 'The order.', schema: OrderResource };
const tag = 'Orders';
export const orderParams = z.object({ orderId: id });
const params = orderParams;

export const placeOrder = contract({
  operation: 'placeOrder',
  method: 'POST',
  path: '/v1/orders',
  tag,
  summary: "Authorizes an order against the buyer's credit (provisional sale, 仮売上)",
  audience: 'orders:write',
  body: PlaceOrder,
  once: true,
  answers: {
    201: { description: 'The order is stored: its `state` says whether it is authorized.', schema: OrderResource },
  },
  refusals: [
    'MethodNotContracted',
    'BuyerNotFound',
    'BuyerNotActive',
    'CreditLimitExceeded',
    'ReferenceAlreadyUsed',
    'TooBusy',
    'OutcomeUnknown',
  ],
});

export const getOrder = contract({
  operation: 'getOrder',
  method: 'GET',
  path: '/v1/orders/{orderId}',
  tag,
  summary: 'Reads an order',
  audience: 'orders:read',
  params,
  answers: { 200: one },
  refusals: ['OrderNotFound'],
});

export const listOrders = contract({
  operation: 'listOrders',
  method: 'GET',
  path: '/v1/orders',
  tag,
  summary: 'Lists orders, newest first',
  audience: 'orders:read',
  query: z
    .strictObject({
      ...pageQuery,
      reference: z.optional(reference()),
      state: z.optional(z.enum(orderStates)),
      method: z.optional(z.enum(orderMethods)),
      buyerId: z.optional(id),
      /** Business dates of placing, both included. */
      from: z.optional(date),
      to: z.optional(date),
    })
    .check(
      z.refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
        error: 'Must not be before `from`.',
        path: ['to'],
        params: { code: 'before_from' },
      }),
    ),
  answers: { 200: { description: 'A page of orders.', schema: listOf(OrderResource) } },
});

export const changeOrder = contract({
  operation: 'changeOrder',
  method: 'PATCH',
  path: '/v1/orders/{orderId}',
  tag,
  summary: 'Changes the amount and lines of an authorized order',
  audience: 'orders:write',
  params,
  body: ChangeOrder,
  ifMatch: true,
  answers: { 200: one },
  refusals: [
    'OrderNotFound',
    'VersionStale',
    'OrderNotChangeable',
    'LinesRequired',
    'CreditLimitExceeded',
    'AmountNeedsReview',
    'BuyerNotActive',
    'TooBusy',
  ],
});

export const confirmOrder = contract({
  operation: 'confirmOrder',
  method: 'POST',
  path: '/v1/orders/{orderId}/confirmations',
  tag,
  summary: 'Confirms a shipment: the amount becomes a receivable (確定)',
  audience: 'orders:write',
  params,
  body: ConfirmOrder,
  once: true,
  answers: { 201: one },
  refusals: [
    'OrderNotFound',
    'AmountExceedsRemaining',
    'ShippedOnImpossible',
    'OrderAlreadyConfirmed',
    'HoldAlreadyResolved',
    'OrderNotConfirmable',
    'TooManyConfirmations',
    'CreditLimitExceeded', // where invoices only count against the limit
    'TooBusy',
    'OutcomeUnknown',
  ],
});

export const cancelOrder = contract({
  operation: 'cancelOrder',
  method: 'POST',
  path: '/v1/orders/{orderId}/cancellations',
  tag,
  summary: 'Cancels an order before its first confirmation and releases its hold',
  audience: 'orders:write',
  params,
  body: z.strictObject({}),
  once: true,
  answers: { 201: one },
  refusals: ['OrderNotFound', 'OrderAlreadyConfirmed', 'HoldAlreadyResolved', 'TooBusy'],
});

export const orderContracts = [placeOrder, getOrder, listOrders, changeOrder, confirmOrder, cancelOrder];
