import * as z from 'zod/mini';
import { listsInForce } from '../screening/lists-in-force.ts';
import { matchSubject } from '../screening/match.ts';
import { syntheticList } from '../screening/synthetic-list.ts';
import { actorOf } from '../shared/actor.ts';
import { systemClock } from '../shared/clock.ts';
import type { Caller } from '../shared/contract.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { lazy } from '../shared/lazy.ts';
import type { OnceRequest } from '../shared/once.ts';
import { sealedOnce } from '../shared/sealed-once.ts';
import { secretReader } from '../shared/secret.client.ts';
import { openTable } from '../shared/table.ts';
import { openVault } from '../shared/vault.ts';
import { apiKeyStore } from './api-key.store.ts';
import { applyAsMerchant, type ChangePorts, changeApplication } from './apply.ts';
import { type ConnectionTestPorts, passConnectionTest } from './connection-test.ts';
import { decideDocument, receiveDocument, submitApplication } from './documents.ts';
import * as contracts from './merchant.contract.ts';
import { firstCalls, merchantStore } from './merchant.store.ts';
import type { OperatorRequest } from './merchant-ports.ts';
import { merchantSearches } from './merchant-search.store.ts';
import { openOrders } from './open-orders.store.ts';
import { decideProposal, type ProposalPorts, proposeAction } from './proposals.ts';
import {
  getMerchant,
  getOwnMerchant,
  listMerchants,
  listScreenings,
  type ReadMerchantPorts,
} from './read-merchants.ts';
import { type ScreenPorts, screenMerchant } from './screen-merchant.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID, CERTIFICATE_SECRET_ID } = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  CERTIFICATE_SECRET_ID: z.string(),
});

const transactions = openTable(TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID }), systemClock);
const lists = listsInForce(transactions, lazy(syntheticList));

const ports: ChangePorts & Omit<ScreenPorts, 'lists'> & ProposalPorts & ConnectionTestPorts & ReadMerchantPorts = {
  clock: systemClock,
  vault,
  merchants: merchantStore(transactions, sealedOnce(transactions, systemClock, vault)),
  keys: apiKeyStore(transactions, systemClock),
  searches: merchantSearches(transactions),
  orders: openOrders(transactions),
  calls: { of: (merchantId) => firstCalls(transactions, merchantId) },
  certificateSecret: secretReader(CERTIFICATE_SECRET_ID, systemClock),
};

interface Asked {
  readonly caller: Caller;
  readonly requestId: string;
  readonly once: OnceRequest;
}
const by = (asked: Asked): OperatorRequest => ({ actor: actorOf(asked), once: asked.once });

/** The operators' side of onboarding, and what a merchant sees of itself. */
export const merchantsHandler = httpFunction(
  route(contracts.applyAsMerchant, (asked) => applyAsMerchant(ports, asked.body, by(asked))),
  route(contracts.listMerchants, ({ query }) => listMerchants(ports, query)),
  route(contracts.getMerchant, ({ params }) => getMerchant(ports, params.merchantId)),
  route(contracts.getOwnMerchant, ({ caller }) => getOwnMerchant(ports, caller.merchantId)),
  route(contracts.changeMerchant, ({ params, body, ifMatch, ...asked }) =>
    changeApplication(ports, params.merchantId, body, { actor: actorOf(asked), version: ifMatch }),
  ),
  route(contracts.receiveDocument, (asked) => receiveDocument(ports, asked.params.merchantId, asked.body, by(asked))),
  route(contracts.decideDocument, (asked) => decideDocument(ports, asked.params, asked.body, by(asked))),
  route(contracts.submitMerchant, (asked) => submitApplication(ports, asked.params.merchantId, by(asked))),
  route(contracts.screenMerchant, async (asked) => {
    const index = await lists();
    const searching: ScreenPorts = { ...ports, lists: { match: (subject) => matchSubject(index, subject) } };
    return screenMerchant(searching, asked.params.merchantId, by(asked));
  }),
  route(contracts.listScreenings, ({ params, query }) => listScreenings(ports, params.merchantId, query)),
  route(contracts.proposeAction, (asked) => proposeAction(ports, asked.params.merchantId, asked.body, by(asked))),
  route(contracts.decideProposal, (asked) => decideProposal(ports, asked.params, asked.body, by(asked))),
  route(contracts.passConnectionTest, (asked) =>
    passConnectionTest(ports, asked.params.merchantId, asked.body, by(asked)),
  ),
);
