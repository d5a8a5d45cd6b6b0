import * as z from 'zod/mini';
import { searchedFields } from '../screening/list-check.ts';
import { shortHash } from '../shared/canonical.ts';
import type { Merchant } from './merchant.ts';

/** That a merchant was looked for in the lists, and in which (JAPAN-RULES.md 2.4, screening record). */
export const MerchantListCheck = z.object({
  merchantId: z.string(),
  ...searchedFields,
  /** Hashes of the listed names that operators were shown, so that none is shown twice. Sealed: people's names are in them. */
  seen: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type MerchantListCheck = z.infer<typeof MerchantListCheck>;

/** Where the hits that operators have seen are sealed for. */
export const seenPlace = ({ merchantId }: Pick<Merchant, 'merchantId'>) => ({ merchantId, field: 'listHitsSeen' });

/** What is looked for: the company and the sealed people, which are sealed anew whenever they change. */
export const subjectOf = ({ name, nameKana, company, people }: Merchant): string =>
  shortHash(
    JSON.stringify([
      name,
      nameKana,
      company?.name,
      company?.nameKana,
      people && Buffer.from(people).toString('base64'),
    ]),
  );
