import { type ApiKey, newApiKey } from '../merchants/api-key.ts';
import { type Connection, newConnection } from '../merchants/connection.ts';
import { Merchant } from '../merchants/merchant.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { type Scope, scopes } from '../shared/contract.ts';
import { type SandboxMerchant, sandboxOperatorKeys } from './merchants.ts';

export interface SeedPorts {
  /** Adds what is not there yet; what is there stays as its users have made it. */
  readonly addMerchant: (merchant: Merchant) => Promise<void>;
  readonly addConnection: (connection: Connection) => Promise<void>;
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
      ports.addMerchant(liveSince(instant(ports.clock), merchant)),
      ports.saveApiKey(newApiKey(apiKey, { merchantId, scopes: merchantScopes })),
      ...connections.map(async ({ system, login, secret }) =>
        ports.addConnection(await newConnection({ system, login, merchantId }, secret)),
      ),
    ];
  });
  await Promise.all([
    ...seeds,
    ...sandboxOperatorKeys.map((key) => ports.saveApiKey(newApiKey(key, { merchantId: '', scopes: ['operator'] }))),
  ]);
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
