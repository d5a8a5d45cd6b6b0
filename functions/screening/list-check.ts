import * as z from 'zod/mini';

/** That a buyer with credit was looked for in the lists, and in which (JAPAN-RULES.md 2.4, screening record). */
export const ListCheck = z.object({
  merchantId: z.string(),
  buyerId: z.string(),
  listId: z.string(),
  listVersion: z.string(),
  algorithmVersion: z.string(),
  /** A hash of the names that were looked for. */
  subject: z.string(),
  /** Hashes of the listed names that an examiner was shown, so that none is shown twice. */
  seen: z.array(z.string()),
  checkedAt: z.string(),
  version: z.int(),
});
export type ListCheck = z.infer<typeof ListCheck>;
