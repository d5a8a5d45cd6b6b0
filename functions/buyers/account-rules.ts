import * as z from 'zod/mini';
import { yenMax } from '../shared/money.ts';

/** What counts against a limit: orders from their authorization on, or from their confirmation on (CAPABILITIES.md P10). */
export const countings = ['holds_and_invoices', 'invoices_only'] as const;
export type Counting = (typeof countings)[number];

/**
 * The rules of the credit policy that every order of a buyer is held to. They are kept in the credit account, because they are
 * conditions of the write that authorizes an order: nothing else is read for them.
 */
export const CompleteRules = z.object({
  /** The version of the policy that laid them down; absent in accounts from before that was kept. */
  policy: z.optional(z.string()),
  counts: z.enum(countings),
  /** A single order above it waits for a person's decision; yen. */
  reviewAbove: z.int(),
  /** A single order of so much or more is authorized only on a fresh answer of the credit bureau; yen. */
  bureauCheckAbove: z.int(),
  /** Velocity: orders and yen of one business day; what goes beyond waits for a person. Changes hold from the next day on. */
  ordersPerDayMax: z.int(),
  amountPerDayMax: z.int(),
});
export type CompleteRules = z.infer<typeof CompleteRules>;

/** What a policy lays down; where it is silent, there is no such rule. */
export type AccountRules = Partial<CompleteRules>;

/** More than any order can have, and any day. */
const unlimited = yenMax + 1;

/** Every rule is there, so that the conditions of a write have only one case. */
export const completeRules = (rules: AccountRules = {}): CompleteRules => ({
  counts: 'holds_and_invoices',
  reviewAbove: unlimited,
  bureauCheckAbove: unlimited,
  ordersPerDayMax: 1_000_000,
  amountPerDayMax: unlimited,
  ...rules,
});
