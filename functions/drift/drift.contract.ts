import * as z from 'zod/mini';
import { Line } from '../orders/order.contract.ts';
import { shopStatuses } from '../orders/order.ts';
import { civilDate } from '../shared/civil-date.contract.ts';
import { contract } from '../shared/contract.ts';
import { line, reference } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { yenMax } from '../shared/money.ts';
import { driftCauses, driftKinds, Evidence, resolutions } from './drift.ts';

const DriftResource = z.object({
  id: z.string(),
  kind: z.enum(driftKinds),
  cause: z.enum(driftCauses),
  reference: z.string(),
  orderId: z.nullable(z.string()),
  state: z.enum(['open', 'resolved']),
  shopAmount: z.nullable(z.int()),
  paidAmount: z.nullable(z.int()),
  /** Shop's amount less ours, where both are known. */
  difference: z.nullable(z.int()),
  shopStatus: z.nullable(z.enum(shopStatuses)),
  orderState: z.nullable(z.string()),
  /** What `POST …/resolution` would carry out now, the likeliest first. */
  proposals: z.array(z.enum(resolutions)),
  /** How it ended: by somebody's decision, or by a change that brought both sides together. */
  resolution: z.nullable(z.enum([...resolutions, 'change'])),
  evidence: z.array(Evidence),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type DriftResource = z.infer<typeof DriftResource>;

export const ResolveDrift = z.strictObject({
  resolution: z.enum(resolutions),
  reason: line(500),
  /** For `adopt_shop_amount` on an order with several tax rates: the lines of the new amount. */
  lines: z.optional(z.array(Line).check(z.minLength(1), z.maxLength(100))),
  /** For `confirm_payment`: when it was shipped; today unless given. */
  shippedOn: z.optional(civilDate),
});
export type ResolveDrift = z.infer<typeof ResolveDrift>;

/** One order as the shop has it. */
export const ShopOrder = z.strictObject({
  reference: reference(),
  amount: z.int().check(z.minimum(0), z.maximum(yenMax)),
  status: z.enum(shopStatuses),
});
export type ShopOrder = z.infer<typeof ShopOrder>;

export const rowsMax = 1000;

const inOrder = z.refine<{ readonly from: string; readonly to: string }>(({ from, to }) => from <= to, {
  error: 'Must not be before `from`.',
  path: ['to'],
  params: { code: 'before_from' },
});
/** Business dates of placing, both included. */
const days = { from: civilDate, to: civilDate };

const Comparison = z.object({
  from: z.string(),
  to: z.string(),
  /** Orders of the shop that were looked at, and how many of them agree with ours. */
  compared: z.int(),
  agreeing: z.int(),
  found: z.object({ amount: z.int(), status: z.int(), missing: z.int(), extra: z.int() }),
  /** Earlier drifts of missing and extra orders that are over. */
  settled: z.int(),
  drifts: z.array(
    z.object({ id: z.string(), kind: z.enum(driftKinds), cause: z.enum(driftCauses), reference: z.string() }),
  ),
});
export type Comparison = z.infer<typeof Comparison>;

const tag = 'Drifts';
const params = z.object({ driftId: z.string().check(z.minLength(1), z.maxLength(64)) });
const one = { description: 'The drift.', schema: DriftResource };

export const listDrifts = contract({
  operation: 'listDrifts',
  method: 'GET',
  path: '/v1/drifts',
  tag,
  summary: "Lists what is apart between the shop's orders and ours, newest first",
  audience: 'storefront:read',
  query: z.strictObject({
    ...pageQuery,
    state: z.optional(z.enum(['open', 'resolved'])),
    kind: z.optional(z.enum(driftKinds)),
  }),
  answers: { 200: { description: 'A page of drifts.', schema: listOf(DriftResource) } },
});

export const getDrift = contract({
  operation: 'getDrift',
  method: 'GET',
  path: '/v1/drifts/{driftId}',
  tag,
  summary: 'Reads a drift with its evidence',
  audience: 'storefront:read',
  params,
  answers: { 200: one },
  refusals: ['DriftNotFound'],
});

export const resolveDrift = contract({
  operation: 'resolveDrift',
  method: 'POST',
  path: '/v1/drifts/{driftId}/resolution',
  tag,
  summary: 'Ends a drift: carries out the change that brings both sides together, or accepts the difference',
  audience: 'storefront:write',
  params,
  body: ResolveDrift,
  once: true,
  answers: { 201: one },
  refusals: [
    'DriftNotFound',
    'DriftAlreadyResolved',
    'ResolutionNotApplicable',
    'LinesRequired',
    'OrderNotFound',
    'OrderAlreadyConfirmed',
    'OrderNotChangeable',
    'OrderNotConfirmable',
    'HoldAlreadyResolved',
    'AmountExceedsRemaining',
    'ShippedOnImpossible',
    'TooManyConfirmations',
    'CreditLimitExceeded',
    'BuyerNotActive',
    'BuyerNotFound',
    'TooBusy',
  ],
});

export const compareOrders = contract({
  operation: 'compareOrders',
  method: 'POST',
  path: '/v1/drifts:compare',
  tag,
  summary: "Compares the shop's orders of a range of days with ours and opens a drift for each that is apart",
  audience: 'storefront:write',
  body: z.strictObject({ ...days, orders: z.array(ShopOrder).check(z.maxLength(rowsMax)) }).check(inOrder),
  once: true,
  answers: { 201: { description: 'What was found.', schema: Comparison } },
});

export const compareOrdersFile = contract({
  operation: 'compareOrdersFile',
  method: 'POST',
  path: '/v1/drifts:compare-file',
  tag,
  summary: "The same with a file of the shop's orders: 受注番号, 金額, 対応状況",
  audience: 'storefront:write',
  query: z.strictObject(days).check(inOrder),
  file: true,
  once: true,
  answers: { 201: { description: 'What was found.', schema: Comparison } },
});

export const driftContracts = [listDrifts, getDrift, resolveDrift, compareOrders, compareOrdersFile];
