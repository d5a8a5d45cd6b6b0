import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { csvMediaTypes } from '../shared/csv.ts';
import {
  editStorefrontOrder,
  getStorefrontOrder,
  listStorefrontOrders,
  pressButton,
  refreshStorefrontOrder,
  reportShopStatus,
} from './storefront-orders.contract.ts';

const { lang, from, to, label, mismatch, cursor } = listStorefrontOrders.query.shape;
const tag = 'Storefront orders';

export const slipOutcomes = ['confirmed', 'already_confirmed', 'warning', 'error'] as const;

const SlipResult = z.object({
  line: z.int(),
  reference: z.nullable(z.string()),
  orderId: z.nullable(z.string()),
  outcome: z.enum(slipOutcomes),
  /** The heading of the cell that is wrong. */
  field: z.nullable(z.string()),
  code: z.nullable(z.string()),
  message: z.string(),
});
export type SlipResult = z.infer<typeof SlipResult>;

const SlipReport = z.object({
  rows: z.int(),
  confirmed: z.int(),
  alreadyConfirmed: z.int(),
  warnings: z.int(),
  errors: z.int(),
  /** False where a row found no time or no turn: the same request again goes on. */
  isComplete: z.boolean(),
  results: z.array(SlipResult),
});
export type SlipReport = z.infer<typeof SlipReport>;

export const confirmSlips = contract({
  operation: 'confirmSlips',
  method: 'POST',
  path: '/v1/storefront/orders:confirm',
  tag,
  summary: 'Confirms the shipments of a file: 受注番号, 出荷日, 配送業者, 伝票番号, 金額, 完了; each row once',
  audience: 'storefront:write',
  query: z.strictObject({ lang }),
  file: true,
  once: true,
  answers: { 200: { description: 'What became of each row.', schema: SlipReport } },
});

export const exportStorefrontOrders = contract({
  operation: 'exportStorefrontOrders',
  method: 'GET',
  path: '/v1/storefront/orders:export',
  tag,
  summary: 'Gives the order list as a file; the header `X-Next-Cursor` leads to the next thousand',
  audience: 'storefront:read',
  query: z.strictObject({
    lang,
    from,
    to,
    label,
    mismatch,
    cursor,
    encoding: z._default(z.enum(['utf-8', 'shift_jis']), 'utf-8'),
  }),
  answers: {
    200: { description: 'A file of rows.', mediaTypes: Object.values(csvMediaTypes), headers: ['X-Next-Cursor'] },
  },
});

/** All that a shop's screens do with orders. */
export const storefrontOrderContracts = [
  listStorefrontOrders,
  getStorefrontOrder,
  pressButton,
  editStorefrontOrder,
  reportShopStatus,
  refreshStorefrontOrder,
  confirmSlips,
  exportStorefrontOrders,
];
