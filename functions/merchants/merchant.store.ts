import type { Table } from '../shared/table.ts';
import { isNew, type Write } from '../shared/write.ts';
import type { Merchant } from './merchant.ts';

const merchantKey = (merchantId: string) => ({ PK: `MERCHANT#${merchantId}`, SK: 'MERCHANT' });

export const newMerchantWrite = (table: Table, merchant: Merchant): Write => ({
  table: table.name,
  put: { ...merchantKey(merchant.merchantId), ...merchant },
  condition: isNew,
});
