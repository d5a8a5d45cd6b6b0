import * as z from 'zod/mini';
import { eventStore } from '../events/event.store.ts';
import { actorOf } from '../shared/actor.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { openTable } from '../shared/table.ts';
import { openVault } from '../shared/vault.ts';
import { workflow } from '../shared/workflow.client.ts';
import { changeWebhookEndpoint, deleteWebhookEndpoint, rotateWebhookSecret } from './change-endpoint.ts';
import { createWebhookEndpoint } from './create-endpoint.ts';
import * as deliveryContracts from './delivery.contract.ts';
import { deliveryStore } from './delivery.store.ts';
import * as contracts from './endpoint.contract.ts';
import { endpointStore } from './endpoint.store.ts';
import { getWebhookEndpoint, getWebhookReplay, listWebhookDeliveries, listWebhookEndpoints } from './read-webhooks.ts';
import { receiverProvider } from './receiver.provider.ts';
import { replayStore } from './replay.store.ts';
import { sendTestEvent } from './send-test.ts';
import { type ReplayInput, redeliverEvent, startWebhookReplay } from './start-replay.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID, REPLAY_MACHINE_ARN, WEBHOOK_LOOPBACK } = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  REPLAY_MACHINE_ARN: z.string(),
  WEBHOOK_LOOPBACK: z.enum(['allowed', 'refused']),
});

const clock = systemClock;
const table = openTable(TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID }), clock);
const policy = { allowsLoopback: WEBHOOK_LOOPBACK === 'allowed' };
/** A caller waits for the answer of a test: within the fifteen seconds of this function. */
const receiver = receiverProvider({ ...policy, connectMs: 4000, totalMs: 8000 });
const ports = {
  clock,
  vault,
  policy,
  receiver,
  mayCall: receiver.mayCall,
  endpoints: endpointStore(table, clock, vault),
  deliveries: deliveryStore(table),
  replays: replayStore(table, clock),
  events: eventStore(table, clock),
  machine: workflow<ReplayInput>(REPLAY_MACHINE_ARN),
};

/** /v1/webhook-endpoints and what lies below it, and the redelivery of an event. */
export const webhooksHandler = httpFunction(
  route(contracts.createEndpoint, (request) =>
    createWebhookEndpoint(ports, {
      merchantId: request.caller.merchantId,
      asked: request.body,
      once: request.once,
      actor: actorOf(request),
    }),
  ),
  route(contracts.listEndpoints, ({ caller: { merchantId }, query }) =>
    listWebhookEndpoints(ports, { merchantId, ...query }),
  ),
  route(contracts.getEndpoint, ({ caller: { merchantId }, params: { endpointId } }) =>
    getWebhookEndpoint(ports, merchantId, endpointId),
  ),
  route(contracts.changeEndpoint, (request) => {
    const { caller, params, body, ifMatch } = request;
    const on = { merchantId: caller.merchantId, ...params, actor: actorOf(request) };
    return changeWebhookEndpoint(ports, { ...on, asked: body, version: ifMatch });
  }),
  route(contracts.deleteEndpoint, (request) =>
    deleteWebhookEndpoint(ports, {
      merchantId: request.caller.merchantId,
      ...request.params,
      actor: actorOf(request),
    }),
  ),
  route(contracts.rotateSecret, (request) => {
    const { caller, params, body, once } = request;
    const on = { merchantId: caller.merchantId, ...params, actor: actorOf(request) };
    return rotateWebhookSecret(ports, { ...on, ...body, once });
  }),
  route(deliveryContracts.listDeliveries, ({ caller: { merchantId }, params, query }) =>
    listWebhookDeliveries(ports, { merchantId, ...params, ...query }),
  ),
  route(deliveryContracts.startReplay, ({ caller: { merchantId }, params, body, once }) =>
    startWebhookReplay(ports, { merchantId, ...params, ...body, once }),
  ),
  route(deliveryContracts.getReplay, ({ caller: { merchantId }, params }) =>
    getWebhookReplay(ports, { merchantId, ...params }),
  ),
  route(deliveryContracts.sendTest, ({ caller: { merchantId }, params, once }) =>
    sendTestEvent(ports, { merchantId, ...params, once }),
  ),
  route(deliveryContracts.redeliver, ({ caller: { merchantId }, params, body, once }) =>
    redeliverEvent(ports, { merchantId, ...params, ...body, once }),
  ),
);
