import * as z from 'zod/mini';
import { actorOf } from '../shared/actor.ts';
import { systemClock } from '../shared/clock.ts';
import type { Caller } from '../shared/contract.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import type { OnceRequest } from '../shared/once.ts';
import { sealedOnce } from '../shared/sealed-once.ts';
import { openTable } from '../shared/table.ts';
import { openVault } from '../shared/vault.ts';
import { apiKeyStore, operatorKeyStore } from './api-key.store.ts';
import { type ApiKeyPorts, issueApiKey, listApiKeys, revokeApiKey, rotateApiKey } from './api-keys.ts';
import { listConnections as connectionsOf } from './connection.store.ts';
import {
  type ConnectionPorts,
  issueConnection,
  listConnections,
  revokeConnection,
  rotateConnection,
} from './connections.ts';
import * as contracts from './credential.contract.ts';
import { merchantStore } from './merchant.store.ts';
import type { OperatorRequest } from './merchant-ports.ts';
import * as staff from './operator-key.contract.ts';
import {
  approveOperatorKey,
  listOperatorKeys,
  type OperatorKeyPorts,
  registerOperatorKey,
  revokeOperatorKey,
} from './operator-keys.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID, STAGE } = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  STAGE: z.string(),
});

const transactions = openTable(TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID }), systemClock);
const proofs = sealedOnce(transactions, systemClock, vault);
const environment = STAGE === 'production' ? 'live' : 'test';

const ports: ApiKeyPorts & ConnectionPorts = {
  clock: systemClock,
  vault,
  environment,
  merchants: merchantStore(transactions, proofs),
  keys: apiKeyStore(transactions, systemClock),
  connections: { of: (merchantId) => connectionsOf(transactions, merchantId) },
};
const staffPorts: OperatorKeyPorts = {
  clock: systemClock,
  environment,
  keys: operatorKeyStore(transactions, proofs),
};

interface Asked {
  readonly caller: Caller;
  readonly requestId: string;
  readonly once: OnceRequest;
}
const by = (asked: Asked): OperatorRequest => ({ actor: actorOf(asked), once: asked.once });

/** API keys and connections of merchants, and the keys of operators. */
export const credentialsHandler = httpFunction(
  route(contracts.issueApiKey, (asked) => issueApiKey(ports, asked.params.merchantId, asked.body, by(asked))),
  route(contracts.listApiKeys, ({ params, query }) => listApiKeys(ports, params.merchantId, query)),
  route(contracts.rotateApiKey, (asked) => rotateApiKey(ports, asked.params, asked.body, by(asked))),
  route(contracts.revokeApiKey, ({ params, ...asked }) => revokeApiKey(ports, params, actorOf(asked))),
  route(contracts.issueConnection, (asked) => issueConnection(ports, asked.params.merchantId, asked.body, by(asked))),
  route(contracts.listConnections, ({ params }) => listConnections(ports, params.merchantId)),
  route(contracts.rotateConnection, (asked) => rotateConnection(ports, asked.params, asked.body, by(asked))),
  route(contracts.revokeConnection, ({ params, ...asked }) => revokeConnection(ports, params, actorOf(asked))),
  route(staff.registerOperatorKey, (asked) => registerOperatorKey(staffPorts, asked.body, by(asked))),
  route(staff.listOperatorKeys, ({ query }) => listOperatorKeys(staffPorts, query)),
  route(staff.approveOperatorKey, (asked) => approveOperatorKey(staffPorts, asked.params.keyId, by(asked))),
  route(staff.revokeOperatorKey, ({ params, caller }) => revokeOperatorKey(staffPorts, params.keyId, caller.keyId)),
);
