import type { Clock } from '../shared/clock.ts';
import { type Connection, opens } from './connection.ts';
import { isRestricted, type Merchant } from './merchant.ts';

/** What a live check of a merchant id and its API auth code finds (CAPABILITIES.md B1). */
export const credentialResults = ['ok', 'wrong_id', 'wrong_code', 'suspended'] as const;
export type CredentialResult = (typeof credentialResults)[number];

export interface CredentialPorts {
  readonly clock: Clock;
  /** The register of those who sign in by the wire of Paid, by the id that they send. */
  readonly connections: { find(login: string): Promise<Connection | undefined> };
  readonly merchants: { find(merchantId: string): Promise<Merchant | undefined> };
}

/**
 * Checks an id and its code against the register. Whether a merchant is suspended is told only to somebody who has its code, and
 * an id that nobody has takes as long as one with a wrong code.
 */
export async function checkCredential(
  { connections, merchants, clock }: CredentialPorts,
  { id, code }: { readonly id: string; readonly code: string },
): Promise<CredentialResult> {
  const connection = await connections.find(id);
  const isRight = await opens(connection ?? decoy, code, clock.now());
  if (!connection) return 'wrong_id';
  if (!isRight) return 'wrong_code';
  const merchant = await merchants.find(connection.merchantId);
  return merchant === undefined || isRestricted(merchant) ? 'suspended' : 'ok';
}

/** Nobody's: the key of zero bytes belongs to no password that anybody will find. */
const decoy: Connection = {
  system: 'paid',
  login: '',
  secretHash: ['scrypt', Buffer.alloc(16).toString('base64url'), Buffer.alloc(32).toString('base64url')].join('$'),
  state: 'active',
  merchantId: '',
  version: 1,
};
