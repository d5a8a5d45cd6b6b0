import type { ApiKey } from './api-key.ts';
import { isRestricted, type Merchant } from './merchant.ts';

export interface UsableKeys {
  readonly keys: { usable(merchantId: string): Promise<readonly ApiKey[]> };
}

/** The keys that may do less from now on, or all again: they change in the same write as their merchant. */
export async function restricted({ keys }: UsableKeys, before: Merchant, after: Merchant): Promise<ApiKey[]> {
  if (isRestricted(before) === isRestricted(after)) return [];
  const usable = await keys.usable(after.merchantId);
  return usable.map((key) => ({ ...key, isRestricted: isRestricted(after), version: key.version + 1 }));
}
