import type { DynamoDBRecord, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { answer } from '../shared/answer.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { imageAfter } from '../shared/stream.ts';
import { openTable } from '../shared/table.ts';
import { logger } from '../shared/telemetry.ts';
import { listEvents } from './event.contract.ts';
import { eventStore } from './event.store.ts';
import { listMerchantEvents } from './list.ts';
import { type QueuedChange, type RecordPorts, recordEvents } from './record.ts';

const { TRANSACTIONS_TABLE } = env({ TRANSACTIONS_TABLE: z.string() });
const events = eventStore(openTable(TRANSACTIONS_TABLE));

export const eventsHandler = httpFunction(
  route(listEvents, async ({ caller, query }) => {
    return answer(200, await listMerchantEvents({ events }, { ...query, merchantId: caller.merchantId }));
  }),
);

const ports: RecordPorts = {
  record: events.record,
  failed: (messageId, error) => logger.error('event not recorded', { messageId, error: error as Error }),
};

/** The queue is filled by a pipe from the table's stream: each message is one record of it. */
export async function recordEventsJob(event: SQSEvent): Promise<SQSBatchResponse> {
  const failed = await recordEvents(ports, event.Records.map(queuedChange));
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

const queuedChange = ({ messageId, body }: SQSRecord): QueuedChange => ({
  messageId,
  image: () => imageAfter(JSON.parse(body) as DynamoDBRecord),
});
