import * as z from 'zod/mini';
import { type Account, accounts } from './accounts.ts';

/** A journal as the ledger keeps it. It is parsed on the way out, also from the table's stream. */
export const JournalItem = z.object({
  eventId: z.string(),
  rule: z.string(),
  resourceId: z.string(),
  postedAt: z.string(),
  businessDate: z.string(),
  lines: z.array(
    z.object({
      account: z.enum(Object.keys(accounts) as Account[]),
      amount: z.int(),
      merchantId: z.optional(z.string()),
      buyerId: z.optional(z.string()),
      orderId: z.optional(z.string()),
    }),
  ),
});
export type JournalItem = z.infer<typeof JournalItem>;

/** Journals and derived balances share the table; this tells them apart. */
export const isJournalKey = (partition: unknown): boolean => String(partition).startsWith('JOURNAL#');
