import * as z from 'zod/mini';
import { algorithmVersion } from './match-record.ts';

/** What a search of the lists was made with, of whomever it was. */
export const searchedFields = {
  listId: z.string(),
  listVersion: z.string(),
  algorithmVersion: z.string(),
  /** A hash of the names that were looked for. */
  subject: z.string(),
  checkedAt: z.string(),
  version: z.int(),
};
const Searched = z.object(searchedFields);

/** That a buyer with credit was looked for in the lists, and in which (JAPAN-RULES.md 2.4, screening record). */
export const ListCheck = z.object({
  merchantId: z.string(),
  buyerId: z.string(),
  ...searchedFields,
  /** Hashes of the listed names that an examiner was shown, so that none is shown twice. */
  seen: z.array(z.string()),
});
export type ListCheck = z.infer<typeof ListCheck>;

/** Whether the lists, the rules and the names are those of the last search. */
export const isSameSearch = (
  check: z.infer<typeof Searched>,
  { listVersion }: { readonly listVersion: string },
  subject: string,
): boolean =>
  check.listVersion === listVersion && check.algorithmVersion === algorithmVersion && check.subject === subject;
