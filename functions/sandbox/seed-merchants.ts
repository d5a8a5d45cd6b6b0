import { type ApiKey, newApiKey } from '../merchants/api-key.ts';
import { type Connection, newConnection } from '../merchants/connection.ts';
import { keyRights } from '../merchants/key-rights.ts';
import { Merchant } from '../merchants/merchant.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { type Scope, scopes } from '../shared/contract.ts';
import { type SandboxMerchant, sandboxOperatorKeys } from './merchants.ts';

export interface SeedPorts {
  /** Adds what is not there yet and answers what is there then: it stays as its users have made it. */
  readonly addMerchant: (merchant: Merchant) => Promise<Merchant>;
  readonly addConnection: (connection: Connection) => Promise<void>;
  /** The key as it is kept; undefined in a new sandbox. */
  readonly findApiKey: (hash: string) => Promise<ApiKey | undefined>;
  /** Replaces: a release that brings new rights gives them to the sandbox's keys. */
  readonly saveApiKey: (key: ApiKey) => Promise<void>;
  readonly clock: Clock;
}

const merchantScopes: Scope[] = scopes.filter((scope) => scope !== 'operator');

/** Brings the sandbox's merchants and keys about, all at once: each is an item of its own. Repeatable. */
export async function seedMerchants(ports: SeedPorts, merchants: readonly SandboxMerchant[]): Promise<void> {
  const seeds = merchants.flatMap(({ merchant, apiKey, connections }) => {
    const { merchantId } = merchant;
    return [
      ports.addMerchant(liveSince(instant(ports.clock), merchant)).then(async (there) => {
        await saveAgain(ports, newApiKey(apiKey, { merchantId, scopes: merchantScopes, ...keyRights(there) }));
      }),
      ...connections.map(async ({ system, login, secret }) =>
        ports.addConnection(await newConnection({ system, login, merchantId }, secret)),
      ),
    ];
  });
  await Promise.all([
    ...seeds,
    ...sandboxOperatorKeys.map((key) => saveAgain(ports, newApiKey(key, { merchantId: '', scopes: ['operator'] }))),
  ]);
}

/** A release gives a key new rights, and not those that somebody took from it or from its merchant. */
async function saveAgain({ findApiKey, saveApiKey }: SeedPorts, key: ApiKey): Promise<void> {
  const { state, validUntil, revokedBy, version = 0 } = (await findApiKey(key.hash)) ?? {};
  await saveApiKey({
    ...key,
    ...(state === undefined ? {} : { state }),
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(revokedBy === undefined ? {} : { revokedBy }),
    version: version + 1,
  });
}

/** The sandbox's own merchants have been through everything already. */
const liveSince = (at: string, merchant: SandboxMerchant['merchant']): Merchant =>
  Merchant.parse({
    ...merchant,
    state: 'live',
    stateReason: 'sandbox',
    stateHistory: [{ state: 'live', reason: 'sandbox', at }],
    version: 1,
    createdAt: at,
    updatedAt: at,
  });
