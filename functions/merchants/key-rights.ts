import { isDeepStrictEqual } from 'node:util';
import type { ApiKey } from './api-key.ts';
import { isRestricted, type Merchant } from './merchant.ts';
import { methodsInForce } from './methods-in-force.ts';

type KeyRights = Pick<ApiKey, 'isRestricted' | 'methods'>;

/** What a merchant's keys say of it, so that no request has to read the merchant. */
export const keyRights = (merchant: Merchant): KeyRights => ({
  isRestricted: isRestricted(merchant),
  methods: methodsInForce(merchant),
});

export interface UsableKeys {
  readonly keys: { usable(merchantId: string): Promise<readonly ApiKey[]> };
}

/** The keys of which the merchant's change makes something else: they are to be written with it. */
export async function changedKeys({ keys }: UsableKeys, merchant: Merchant): Promise<ApiKey[]> {
  const rights = keyRights(merchant);
  const usable = await keys.usable(merchant.merchantId);
  return usable
    .filter(({ isRestricted, methods }) => !isDeepStrictEqual({ isRestricted, methods }, rights))
    .map((key) => ({ ...key, ...rights, version: key.version + 1 }));
}
