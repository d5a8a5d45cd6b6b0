import type { DynamoDBRecord, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { deadLetters, queue } from '../shared/queue.client.ts';
import { imageAfter, imageBefore } from '../shared/stream.ts';
import { openTable } from '../shared/table.ts';
import { logger } from '../shared/telemetry.ts';
import { eventStore } from './event.store.ts';
import { type QueuedChange, type RecordPorts, recordEvents } from './record.ts';

const { TRANSACTIONS_TABLE, OUTBOX_DEAD_LETTERS_URL, WEBHOOKS_QUEUE_URL, NOTIFICATIONS_QUEUE_URL } = env({
  TRANSACTIONS_TABLE: z.string(),
  OUTBOX_DEAD_LETTERS_URL: z.string(),
  WEBHOOKS_QUEUE_URL: z.string(),
  NOTIFICATIONS_QUEUE_URL: z.string(),
});

const setAside = deadLetters(OUTBOX_DEAD_LETTERS_URL);
const ports: RecordPorts = {
  record: eventStore(openTable(TRANSACTIONS_TABLE), systemClock).record,
  webhooks: queue(WEBHOOKS_QUEUE_URL),
  notifications: queue(NOTIFICATIONS_QUEUE_URL),
  failed: (messageIds, error) => logger.error('events not recorded', { messageIds, error: error as Error }),
  setAside: async (change, error) => {
    await setAside(change);
    logger.error('event set aside', { messageId: change.messageId, error: error as Error });
  },
};

/** The queue is filled by a pipe from the table's stream, in its order: each message is one record of it. */
export async function recordEventsJob(event: SQSEvent): Promise<SQSBatchResponse> {
  const failed = await recordEvents(ports, event.Records.map(queuedChange));
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

const queuedChange = ({ messageId, body, attributes }: SQSRecord): QueuedChange => ({
  messageId,
  group: attributes.MessageGroupId ?? messageId,
  body,
  images: () => {
    const record = JSON.parse(body) as DynamoDBRecord;
    return { before: imageBefore(record), after: imageAfter(record) };
  },
});
