import * as z from 'zod/mini';
import { eventStore } from '../events/event.store.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { stepHandler } from '../shared/step.ts';
import { openTable } from '../shared/table.ts';
import { openVault } from '../shared/vault.ts';
import { countOutcome } from './count-outcome.ts';
import { deliveryStore } from './delivery.store.ts';
import { deliveryStates } from './delivery.ts';
import { endpointStore } from './endpoint.store.ts';
import { receiverProvider } from './receiver.provider.ts';
import { replayStore } from './replay.store.ts';
import { replayEvents } from './replay-events.ts';
import { retryDelivery } from './retry.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID, WEBHOOK_LOOPBACK } = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  WEBHOOK_LOOPBACK: z.enum(['allowed', 'refused']),
});

const clock = systemClock;
const table = openTable(TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID }), clock);
const ports = {
  clock,
  vault,
  receiver: receiverProvider({ allowsLoopback: WEBHOOK_LOOPBACK === 'allowed' }),
  endpoints: endpointStore(table, clock, vault),
  deliveries: deliveryStore(table),
  events: eventStore(table, clock),
  replays: replayStore(table, clock),
  random: Math.random,
  counted: countOutcome,
};

const RetryStep = z.object({
  merchantId: z.string(),
  endpointId: z.string(),
  position: z.int(),
  tries: z.int(),
  state: z.enum(deliveryStates),
  nextAttemptAt: z.optional(z.string()),
});

/** The attempts after the first one; between them the state machine waits. */
export const retryDeliveryStep = stepHandler(RetryStep, (input) => retryDelivery(ports, input));

const ReplayStep = z.object({ merchantId: z.string(), endpointId: z.string(), replayId: z.string() });

/** The next events of a replay. */
export const replayEventsStep = stepHandler(ReplayStep, (input) => replayEvents(ports, input));
