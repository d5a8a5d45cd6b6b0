import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { Line, linesTotal, OrderResource, orderAmount, orderParams } from './order.contract.ts';
import { creditReasons } from './order.ts';

const reasonTold = `One of the codes ${creditReasons.join(', ')}, or a reason in your own words, which counts as other.`;

/** Either an amount, or the lines whose total it is. */
export const CreditOrder = z
  .strictObject({
    amount: z.optional(orderAmount),
    lines: z.optional(z.array(Line).check(z.minLength(1), z.maxLength(100))),
    reason: line(200).register(z.globalRegistry, { description: reasonTold }),
    note: z.optional(line(200)),
  })
  .check(
    z.refine(({ amount, lines }) => (amount === undefined) !== (lines === undefined), {
      error: 'Send an amount or lines, not both.',
      path: ['amount'],
      params: { code: 'amount_or_lines' },
    }),
    z.refine(({ lines }) => lines === undefined || orderAmount.safeParse(linesTotal(lines)).success, {
      error: 'The total of the lines must be an amount.',
      path: ['lines'],
      params: { code: 'invalid_total' },
    }),
  );
export type CreditOrder = z.infer<typeof CreditOrder>;

const tag = 'Orders';
const one = { description: 'The order.', schema: OrderResource };

export const finalizeOrder = contract({
  operation: 'finalizeOrder',
  method: 'POST',
  path: '/v1/orders/{orderId}/finalizations',
  tag,
  summary: 'Closes a partly confirmed order and releases what remains',
  audience: 'orders:write',
  params: orderParams,
  body: z.strictObject({}),
  once: true,
  answers: { 201: one },
  refusals: [
    'OrderNotFound',
    'OrderNotConfirmed',
    'OrderAlreadyConfirmed',
    'OrderNotConfirmable',
    'HoldAlreadyResolved',
    'TooBusy',
  ],
});

export const creditOrder = contract({
  operation: 'creditOrder',
  method: 'POST',
  path: '/v1/orders/{orderId}/credit-notes',
  tag,
  summary: 'Takes back a part of what was confirmed, before it is invoiced (credit note, 売掛の訂正)',
  audience: 'orders:write',
  params: orderParams,
  body: CreditOrder,
  once: true,
  answers: { 201: one },
  refusals: ['OrderNotFound', 'OrderNotConfirmed', 'CreditExceedsConfirmed', 'TooManyCreditNotes', 'TooBusy'],
});

export const extendOrder = contract({
  operation: 'extendOrder',
  method: 'POST',
  path: '/v1/orders/{orderId}/extensions',
  tag,
  summary: 'Lets the hold of an open order stand for sixty days more, once',
  audience: 'orders:write',
  params: orderParams,
  body: z.strictObject({}),
  once: true,
  answers: { 201: one },
  refusals: ['OrderNotFound', 'HoldNotExtendable', 'HoldAlreadyExtended', 'TooBusy'],
});

export const orderActionContracts = [finalizeOrder, creditOrder, extendOrder];
