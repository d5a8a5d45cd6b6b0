import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { MerchantEvent } from '../events/event.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { openTable } from '../shared/table.ts';
import { logger, sendMetrics } from '../shared/telemetry.ts';
import { openVault } from '../shared/vault.ts';
import { workflow } from '../shared/workflow.client.ts';
import { countOutcome } from './count-outcome.ts';
import { type DeliverPorts, deliverEvent, type RetryInput } from './deliver.ts';
import { deliveryStore } from './delivery.store.ts';
import { endpointStore } from './endpoint.store.ts';
import { receiverProvider } from './receiver.provider.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID, WEBHOOK_LOOPBACK, DELIVERY_MACHINE_ARN } = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  WEBHOOK_LOOPBACK: z.enum(['allowed', 'refused']),
  DELIVERY_MACHINE_ARN: z.string(),
});

const table = openTable(TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID }), systemClock);
const ports: DeliverPorts = {
  clock: systemClock,
  vault,
  receiver: receiverProvider({ allowsLoopback: WEBHOOK_LOOPBACK === 'allowed' }),
  endpoints: endpointStore(table, systemClock, vault),
  deliveries: deliveryStore(table),
  retries: workflow<RetryInput>(DELIVERY_MACHINE_ARN),
  random: Math.random,
  counted: countOutcome,
};

/** The events of a batch are mostly of one merchant: its endpoints are read once for all of them. */
function lookingUpOnce({ endpoints, ...rest }: DeliverPorts): DeliverPorts {
  const known = new Map<string, ReturnType<typeof endpoints.enabled>>();
  const enabled = (merchantId: string) => {
    const found = known.get(merchantId) ?? endpoints.enabled(merchantId);
    known.set(merchantId, found);
    return found;
  };
  return { ...rest, endpoints: { ...endpoints, enabled } };
}

const Message = z.object({ event: MerchantEvent, position: z.int() });

/** All at once: a receiver that keeps us waiting holds up nobody else's events. */
export async function deliverWebhooksJob({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const lookedUp = lookingUpOnce(ports);
  const ends = await Promise.allSettled(
    Records.map(async ({ body }) => deliverEvent(lookedUp, Message.parse(JSON.parse(body)))),
  );
  const failed = ends.flatMap((end, at) => {
    const { messageId = '' } = Records[at] ?? {};
    if (end.status === 'rejected') logger.error('event not delivered', { messageId, error: end.reason as Error });
    return end.status === 'rejected' ? [messageId] : [];
  });
  sendMetrics();
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
