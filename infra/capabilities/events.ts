import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onIndex, onItems } from '../constructs/grants.ts';
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts';
import { StreamToQueue } from '../constructs/stream-to-queue.ts';
import type { Slice } from '../slice.ts';

const ofMerchants = ['MERCHANT#*'];

/** An item tells its event in full, or names its type only (functions/events/outbox.ts). */
const outboxImage = (outbox: object) => ({ dynamodb: { NewImage: { outbox } } });

/** What the outbox holds is carried by stream, pipe and queue to the record of events, and told at GET /v1/events. */
export function addEvents(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const timeout = Duration.seconds(30);
  const section = 'events-are-late';
  const { eventsHandler, recordEventsJob } = new Capability(scope, 'Events', {
    platform,
    source: 'functions/events/events',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName },
    exports: {
      eventsHandler: {
        timeout: Duration.seconds(15),
        may: [onItems(data.transactions, ['Query'], ofMerchants), onIndex(data.transactions, 'byCreation', 'Query')],
      },
      recordEventsJob: { timeout, may: [onItems(data.transactions, ['BatchWriteItem'], ofMerchants)] },
    },
  }).functions;
  const outbox = new QueueWithDeadLetters(scope, 'Outbox', {
    platform,
    visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
    section,
  });
  recordEventsJob.addToRolePolicy(
    new PolicyStatement({
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: [outbox.queue.queueArn],
    }),
  );
  new EventSourceMapping(scope, 'RecordsEvents', {
    target: recordEventsJob,
    eventSourceArn: outbox.queue.queueArn,
    batchSize: 10,
    reportBatchItemFailures: true,
  });
  new StreamToQueue(scope, 'OutboxPipe', {
    platform,
    table: data.transactions,
    queue: outbox.queue,
    patterns: [outboxImage({ S: [{ exists: true }] }), outboxImage({ M: { id: { S: [{ exists: true }] } } })],
    section,
  });
  frontDoor.addRoutes('EventsRoutes', eventsHandler, 'GET /v1/events');
}
