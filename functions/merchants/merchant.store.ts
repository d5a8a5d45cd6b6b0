import type { Table } from '../shared/table.ts';
import { merchantKey, readMerchant } from './merchant.item.ts';
import type { Merchant } from './merchant.ts';

/** The merchant, whatever its state; undefined where there is none. */
export async function findMerchant(table: Table, merchantId: string): Promise<Merchant | undefined> {
  const item = await table.get(merchantKey(merchantId));
  return item && readMerchant(item);
}
