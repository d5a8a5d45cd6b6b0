import * as z from 'zod/mini';
import { actorOf } from '../shared/actor.ts';
import { systemClock } from '../shared/clock.ts';
import type { Request } from '../shared/contract.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { openTable } from '../shared/table.ts';
import { openVault } from '../shared/vault.ts';
import { type ApplyPorts, applyForCredit } from './apply-for-credit.ts';
import * as contracts from './buyer.contract.ts';
import { buyerStore } from './buyer.store.ts';
import { changeBuyer } from './change-buyer.ts';
import { closeBuyer } from './close-buyer.ts';
import { creditStore } from './credit.store.ts';
import { provideInformation as provideInformationContract } from './information.contract.ts';
import { getPaymentMethods } from './payment-methods.ts';
import { type InformationPorts, provideInformation } from './provide-information.ts';
import { getBuyer, getCredit, listBuyers, type ReadPorts } from './read-buyers.ts';
import { registerBuyer } from './register-buyer.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID, MAC_KEY_ID } = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  MAC_KEY_ID: z.string(),
});

const transactions = openTable(TRANSACTIONS_TABLE);

const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID, macKeyId: MAC_KEY_ID }), systemClock);

const ports: ApplyPorts & ReadPorts & InformationPorts = {
  clock: systemClock,
  vault,
  buyers: buyerStore(transactions, systemClock, vault),
  credit: creditStore(transactions),
};

const by = ({
  caller,
  once,
  requestId,
}: Pick<Request<typeof contracts.registerBuyer>, 'caller' | 'once' | 'requestId'>) => ({
  merchantId: caller.merchantId,
  once,
  actor: actorOf({ caller, requestId }),
});

export const buyersHandler = httpFunction(
  route(contracts.registerBuyer, (request) => registerBuyer(ports, request.body, by(request))),
  route(contracts.listBuyers, ({ caller, query }) => listBuyers(ports, { merchantId: caller.merchantId, ...query })),
  route(contracts.getBuyer, ({ caller, params }) => getBuyer(ports, caller.merchantId, params.buyerId)),
  route(contracts.applyForCredit, (request) => applyForCredit(ports, request.params.buyerId, by(request))),
  route(contracts.changeBuyer, ({ caller, params, body, ifMatch: version, requestId }) => {
    const { merchantId } = caller;
    return changeBuyer(ports, body, { merchantId, ...params, version, actor: actorOf({ caller, requestId }) });
  }),
  route(contracts.closeBuyer, (request) => closeBuyer(ports, { ...request.params, ...request.body }, by(request))),
  route(provideInformationContract, (request) =>
    provideInformation(ports, { ...request.params, ...request.body }, by(request)),
  ),
  route(contracts.getPaymentMethods, ({ caller: { merchantId, methods }, params, query }) =>
    getPaymentMethods(ports, { merchantId, methods, ...params, ...query }),
  ),
  route(contracts.getCredit, ({ caller, params }) => getCredit(ports, caller.merchantId, params.buyerId)),
);
