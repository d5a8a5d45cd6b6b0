import * as z from 'zod/mini';
import type { Item } from '../shared/page.ts';
import type { Write } from '../shared/write.ts';
import type { CompanyIdentity } from './company.ts';

/**
 * The credit side's register of e-mail addresses (CAPABILITIES.md P6): an address belongs to the company that first applied
 * with it, at whichever merchant. The address itself is not kept, only its blind index.
 */
export const emailKey = (emailMac: string) => ({ PK: `EMAIL#${emailMac}`, SK: 'COMPANY' });

const EmailClaim = z.object({
  companyId: z.string(),
  corporateNumber: z.optional(z.string()),
  nameKey: z.string(),
});

/**
 * Claims an address for a company. The claim holds when the address is free or is the same company's: by corporate number
 * where both have one, else by name and prefecture. A number that becomes known later is added to the claim.
 */
export function claimEmail(table: string, emailMac: string, company: CompanyIdentity): Write {
  const number = company.corporateNumber;
  const sameName = '#nameKey = :nameKey';
  return {
    table,
    update: emailKey(emailMac),
    change: {
      expression: `SET #companyId = if_not_exists(#companyId, :companyId), #nameKey = if_not_exists(#nameKey, :nameKey)${
        number === undefined ? '' : ', #number = if_not_exists(#number, :number)'
      }`,
      names: {
        '#companyId': 'companyId',
        '#nameKey': 'nameKey',
        ...(number === undefined ? {} : { '#number': 'corporateNumber' }),
      },
      values: {
        ':companyId': company.companyId,
        ':nameKey': company.nameKey,
        ...(number === undefined ? {} : { ':number': number }),
      },
    },
    condition: {
      expression: `attribute_not_exists(PK) OR ${
        number === undefined ? sameName : `#number = :number OR (attribute_not_exists(#number) AND ${sameName})`
      }`,
    },
  };
}

/** True when the address is claimed, and for this company. */
export const isClaimOf = (item: Item | undefined, company: CompanyIdentity): boolean =>
  claimedCompany(item, company) !== undefined;

/**
 * The id under which the company claimed the address; undefined when the address is free or another company's. It stays what it
 * was when a corporate number becomes known later.
 */
export function claimedCompany(item: Item | undefined, company: CompanyIdentity): string | undefined {
  if (!item) return undefined;
  const claim = EmailClaim.parse(item);
  const bothHaveNumbers = claim.corporateNumber !== undefined && company.corporateNumber !== undefined;
  const isSame = bothHaveNumbers
    ? claim.corporateNumber === company.corporateNumber
    : claim.nameKey === company.nameKey;
  return isSame ? claim.companyId : undefined;
}
