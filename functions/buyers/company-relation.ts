import type { Write } from '../shared/write.ts';
import type { Buyer } from './buyer.ts';

/**
 * Where a company deals: one item for each of its relations with merchants, by which the credit side finds what it owes in all
 * (docs/ARCHITECTURE.md, access patterns). Merchants never read this partition.
 */
export const companyPartition = (companyId: string): string => `COMPANY#${companyId}`;
export const relationPrefix = 'RELATION#';

/** Written with every application; the same again for the same relation. */
export const companyRelationWrite = (
  table: string,
  { companyId, merchantId, buyerId, createdAt }: Buyer & { readonly companyId: string },
): Write => ({
  table,
  put: {
    PK: companyPartition(companyId),
    SK: `${relationPrefix}${merchantId}#${buyerId}`,
    companyId,
    merchantId,
    buyerId,
    createdAt,
  },
});
