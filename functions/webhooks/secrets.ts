import * as z from 'zod/mini';
import type { Vault } from '../shared/vault.ts';
import type { Endpoint } from './endpoint.ts';
import { signingSecrets } from './endpoint.ts';

type Owner = Pick<Endpoint, 'merchantId' | 'endpointId'>;

const placeOf = ({ merchantId, endpointId }: Owner) => ({ merchantId, endpointId, field: 'webhook-secret' });

export const sealSecret = (vault: Vault, owner: Owner, secret: string): Promise<Uint8Array> =>
  vault.seal(placeOf(owner), secret);

/** The secrets that sign now, readable. */
export const openSecrets = (vault: Vault, endpoint: Endpoint, now: string): Promise<string[]> =>
  Promise.all(
    signingSecrets(endpoint, now).map(async (sealed) => z.string().parse(await vault.open(placeOf(endpoint), sealed))),
  );
