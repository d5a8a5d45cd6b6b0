import * as z from 'zod/mini';
import type { Yen } from '../shared/money.ts';
import { type AccountRules, CompleteRules, completeRules } from './account-rules.ts';

/**
 * The credit account of one buyer at one merchant: the guarded balance against which orders are authorized.
 * `available` = limit − open holds − unpaid receivables, kept as a number of its own because a DynamoDB condition cannot
 * subtract. It changes only in the transaction of the order (or payment) that causes it, so no order can take it below zero.
 */
export const CreditAccount = z.object({
  PK: z.string(),
  SK: z.string(),
  state: z.enum(['active', 'suspended', 'revoked']),
  /** There while Paid is not among the buyer's methods (method-switch.ts): a condition of every write that authorizes. */
  methodOff: z.optional(z.literal(true)),
  limit: z.int(),
  available: z.int(),
  /** The facility's first and last business date. */
  startsOn: z.string(),
  endsOn: z.string(),
  /** The buyer's latest idempotency keys, see credit-hold.ts. */
  recent: z.record(z.string(), z.string()),
  /** Absent in accounts from before there were rules: their next order puts them in. */
  rules: z.optional(CompleteRules),
  /** What is left of the latest days' velocity, see velocity.ts. */
  days: z.optional(z.record(z.string(), z.int())),
});
export type CreditAccount = z.infer<typeof CreditAccount>;

export interface CreditAccountId {
  readonly merchantId: string;
  readonly buyerId: string;
}

export const creditAccountKey = ({ merchantId, buyerId }: CreditAccountId) => ({
  PK: `MERCHANT#${merchantId}`,
  SK: `CREDIT#${buyerId}`,
});

/** A new account with its whole limit free. */
export const newCreditAccount = (
  id: CreditAccountId,
  facility: { readonly limit: Yen; readonly startsOn: string; readonly endsOn: string },
  rules?: AccountRules,
  { methodOff = false }: { readonly methodOff?: boolean } = {},
): CreditAccount => ({
  ...creditAccountKey(id),
  state: 'active',
  ...(methodOff ? { methodOff } : {}),
  available: facility.limit,
  recent: {},
  rules: completeRules(rules),
  days: {},
  ...facility,
});
