import type { Key } from '../shared/page.ts';
import { atVersion, isNew, type Write } from '../shared/write.ts';
import type { MerchantListCheck } from './merchant-list-check.ts';

export const merchantListCheckKey = (merchantId: string): Key => ({ PK: `MERCHANT#${merchantId}`, SK: 'LISTCHECK' });

/** The record of a search, new or after the one that was read. */
export const merchantListCheckWrite = (table: string, check: MerchantListCheck): Write => ({
  table,
  put: { ...merchantListCheckKey(check.merchantId), ...check },
  condition: check.version === 1 ? isNew : atVersion(check.version - 1),
});
