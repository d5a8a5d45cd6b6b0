import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { openTable } from '../shared/table.ts';
import { openVault } from '../shared/vault.ts';
import { type ApplyPorts, applyForCredit } from './apply-for-credit.ts';
import * as contracts from './buyer.contract.ts';
import { buyerStore } from './buyer.store.ts';
import { creditStore } from './credit.store.ts';
import { getBuyer, getCredit, listBuyers, type ReadPorts } from './read-buyers.ts';
import { registerBuyer } from './register-buyer.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID, MAC_KEY_ID } = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  MAC_KEY_ID: z.string(),
});

const transactions = openTable(TRANSACTIONS_TABLE);

const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID, macKeyId: MAC_KEY_ID }), systemClock);

const ports: ApplyPorts & ReadPorts = {
  clock: systemClock,
  vault,
  buyers: buyerStore(transactions, systemClock, vault),
  credit: creditStore(transactions),
};

export const buyersHandler = httpFunction(
  route(contracts.registerBuyer, ({ caller, body, once }) => registerBuyer(ports, caller.merchantId, body, once)),
  route(contracts.listBuyers, ({ caller, query }) => listBuyers(ports, { merchantId: caller.merchantId, ...query })),
  route(contracts.getBuyer, ({ caller, params }) => getBuyer(ports, caller.merchantId, params.buyerId)),
  route(contracts.applyForCredit, ({ caller, params, once }) =>
    applyForCredit(ports, caller.merchantId, params.buyerId, once),
  ),
  route(contracts.getCredit, ({ caller, params }) => getCredit(ports, caller.merchantId, params.buyerId)),
);
