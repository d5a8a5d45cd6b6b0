import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onIndex, onItems, sendsTo } from '../constructs/grants.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts';
import { StreamToQueue } from '../constructs/stream-to-queue.ts';
import type { Slice } from '../slice.ts';

const ofMerchants = ['MERCHANT#*'];

/** An item tells its event in full, or names its type only (functions/events/outbox.ts). */
const outboxImage = (outbox: object) => ({ dynamodb: { NewImage: { outbox } } });

/** Where recorded events go on to. */
export interface EventQueues {
  /** Events of merchants that have webhook endpoints: `{event, position}`. */
  readonly webhooks: Queue;
  /** Events that people are written to about (functions/events/listened.ts): `{event}`. */
  readonly notifications: Queue;
}

/** What the outbox holds is carried by stream, pipe and queue to the record of events, told at GET /v1/events and handed on. */
export function addEvents(scope: Construct, slice: Slice): EventQueues {
  const { platform, data, frontDoor } = slice;
  const { eventsHandler } = new Capability(scope, 'Events', {
    platform,
    source: 'functions/events/events',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName },
    exports: {
      eventsHandler: {
        timeout: Duration.seconds(15),
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'Query'], ofMerchants),
          onIndex(data.transactions, 'byCreation', 'Query'),
        ],
      },
    },
  }).functions;
  frontDoor.addRoutes('EventsRoutes', eventsHandler, 'GET /v1/events', 'GET /v1/audit-log');
  const queues = {
    webhooks: handedOn(scope, 'Webhooks', slice, 'webhooks-are-late'),
    // Eight hours of tries: a night in which the mail provider is down costs no message.
    notifications: handedOn(scope, 'Notifications', slice, 'notifications-are-late', 160),
  };
  addRecording(scope, slice, queues);
  return queues;
}

/** Whoever works on it has a time-out of thirty seconds at most. */
const handedOn = (scope: Construct, id: string, { platform }: Slice, section: string, receiveCountMax = 5): Queue =>
  new QueueWithDeadLetters(scope, `${id}Queue`, {
    platform,
    visibilityTimeout: Duration.seconds(180),
    receiveCountMax,
    section,
  }).queue;

/** With ninety seconds between two tries, a day: what can be read is recorded late rather than after what came later. */
const recordingTriesMax = 1000;

/** One function numbers the events of each merchant, in the order in which the stream tells of them (docs/decisions/0007). */
function addRecording(scope: Construct, { platform, data }: Slice, queues: EventQueues): void {
  const timeout = Duration.seconds(15);
  const section = 'events-are-late';
  const outbox = new QueueWithDeadLetters(scope, 'Outbox', {
    platform,
    visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
    receiveCountMax: recordingTriesMax,
    inOrder: true,
    section,
  });
  const { recordEventsJob } = new Capability(scope, 'Recording', {
    platform,
    source: 'functions/events/recording',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      OUTBOX_DEAD_LETTERS_URL: outbox.deadLetters.queueUrl,
      WEBHOOKS_QUEUE_URL: queues.webhooks.queueUrl,
      NOTIFICATIONS_QUEUE_URL: queues.notifications.queueUrl,
    },
    exports: {
      recordEventsJob: {
        timeout,
        may: [
          onItems(data.transactions, ['BatchGetItem', 'PutItem', 'UpdateItem'], ofMerchants),
          sendsTo(outbox.deadLetters),
          sendsTo(queues.webhooks),
          sendsTo(queues.notifications),
        ],
      },
    },
  }).functions;
  new QueueConsumer(scope, 'RecordsEvents', { queue: outbox.queue, consumer: recordEventsJob, batchSize: 10 });
  new StreamToQueue(scope, 'OutboxPipe', {
    platform,
    table: data.transactions,
    queue: outbox.queue,
    patterns: [outboxImage({ S: [{ exists: true }] }), outboxImage({ M: { id: { S: [{ exists: true }] } } })],
    section,
  });
}
