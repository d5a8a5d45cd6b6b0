import * as z from 'zod/mini';
import { actorOf } from '../shared/actor.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { sealedOnce } from '../shared/sealed-once.ts';
import { openTable } from '../shared/table.ts';
import { openVault } from '../shared/vault.ts';
import { apiKeyStore } from './api-key.store.ts';
import { merchantStore } from './merchant.store.ts';
import * as contracts from './method-contract.contract.ts';
import { type MethodContractPorts, moveContract, requestContract } from './method-contracts.ts';
import { secretStore } from './secret-store.client.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID, SECRET_PREFIX, SECRET_KEY_ID } = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  SECRET_PREFIX: z.string(),
  SECRET_KEY_ID: z.string(),
});

const transactions = openTable(TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID }), systemClock);

const ports: MethodContractPorts = {
  clock: systemClock,
  vault,
  merchants: merchantStore(transactions, sealedOnce(transactions, systemClock, vault)),
  keys: apiKeyStore(transactions, systemClock),
  secrets: secretStore({ prefix: SECRET_PREFIX, keyId: SECRET_KEY_ID }),
};

/** A merchant's contracts for payment methods: the one function that may write merchants' secrets. */
export const methodContractsHandler = httpFunction(
  route(contracts.requestContract, ({ params, body, once, ...asked }) =>
    requestContract(ports, params.merchantId, body, { actor: actorOf(asked), once }),
  ),
  route(contracts.moveContract, ({ params, body, once, ...asked }) =>
    moveContract(ports, params, body, { actor: actorOf(asked), once }),
  ),
);
