import * as z from 'zod/mini';
import { isCivilDate } from '../shared/clock.ts';
import { contract } from '../shared/contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';

const tag = 'Ledger';

const JournalResource = z.object({
  id: z.string(),
  eventId: z.string(),
  rule: z.string(),
  resourceId: z.string(),
  postedAt: z.string(),
  businessDate: z.string(),
  lines: z.array(
    z.object({
      account: z.string(),
      accountName: z.string(),
      /** Whole yen; debit positive, credit negative. */
      amount: z.int(),
      merchantId: z.nullable(z.string()),
      buyerId: z.nullable(z.string()),
      orderId: z.nullable(z.string()),
    }),
  ),
});
export type JournalResource = z.infer<typeof JournalResource>;

export const listJournals = contract({
  operation: 'listJournals',
  method: 'GET',
  path: '/v1/ledger/journals',
  tag,
  summary: 'Lists the journals of a resource in the order of posting, or walks through all journals in no order',
  audience: 'operator',
  query: z.strictObject({ ...pageQuery, resourceId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))) }),
  answers: { 200: { description: 'A page of journals.', schema: listOf(JournalResource) } },
});

const date = z
  .string()
  .check(
    z.regex(/^\d{4}-\d{2}-\d{2}$/),
    z.refine(isCivilDate, { error: 'Must be a date of the calendar.', params: { code: 'invalid_date' } }),
  );

const TrialBalance = z.object({
  at: z.string(),
  accounts: z.array(
    z.object({ account: z.string(), name: z.string(), debit: z.int(), credit: z.int(), balance: z.int() }),
  ),
  totals: z.object({ debit: z.int(), credit: z.int() }),
});
export type TrialBalance = z.infer<typeof TrialBalance>;

export const getTrialBalance = contract({
  operation: 'getTrialBalance',
  method: 'GET',
  path: '/v1/ledger/trial-balance',
  tag,
  summary: 'Adds up every account until the end of a business date, today when none is given',
  audience: 'operator',
  query: z.strictObject({ at: z.optional(date) }),
  answers: { 200: { description: 'Every account that has moved. The totals are equal.', schema: TrialBalance } },
});

const Verification = z.object({
  invariants: z.array(z.object({ id: z.string(), name: z.string(), holds: z.boolean(), detail: z.string() })),
});

export const verifyLedger = contract({
  operation: 'verifyLedger',
  method: 'POST',
  path: '/v1/ledger:verify',
  tag,
  summary: 'Checks the books against themselves, the orders and the credit accounts; changes nothing',
  audience: 'operator',
  answers: { 200: { description: 'Every invariant and whether it holds.', schema: Verification } },
});

export const ledgerContracts = [listJournals, getTrialBalance, verifyLedger];
