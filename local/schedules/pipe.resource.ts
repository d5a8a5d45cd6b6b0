import { arnOf, nameInArn, nameOf, type Provision, type Resource } from '../assembly/resource.ts';
import type { VirtualClock } from '../clock/clock.ts';
import { streamEventRecord } from '../lambda/event-source.resource.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { QueueSources } from '../queues/queue-sources.ts';
import type { SqsClient } from '../queues/sqs-client.ts';
import { filterable, sqsRecord } from '../queues/sqs-event.ts';
import { streamRetentionMs } from '../tables/stream-batch.ts';
import type { Streams } from '../tables/streams.ts';
import { tableOfStreamArn } from '../tables/table.resource.ts';
import type { Deliver } from '../targets/deliver.ts';
import { filterOf } from './event-pattern.ts';
import { type PipeTarget, sendThrough } from './pipe-target.ts';

export interface PipePorts {
  readonly lambda: Lambda;
  readonly sqs: SqsClient;
  readonly streams: Streams;
  readonly queueSources: QueueSources;
  readonly clock: VirtualClock;
  readonly deliver: Deliver;
}

interface SourceParameters {
  readonly FilterCriteria?: unknown;
  readonly DynamoDBStreamParameters?: {
    readonly BatchSize?: number;
    readonly MaximumBatchingWindowInSeconds?: number;
    readonly MaximumRetryAttempts?: number;
    readonly MaximumRecordAgeInSeconds?: number;
    readonly StartingPosition?: string;
    readonly OnPartialBatchItemFailure?: string;
    readonly DeadLetterConfig?: { readonly Arn?: string };
  };
  readonly SqsQueueParameters?: { readonly BatchSize?: number };
}

/** AWS::Pipes::Pipe from a table's stream or a queue. */
export const pipeProvision =
  (ports: PipePorts): Provision =>
  (resource) => {
    const { properties } = resource;
    const name = nameOf(resource, 'Name', 64);
    const Arn = arnOf(resource, 'pipes', `pipe/${name}`);
    const source = String(properties.Source);
    if (properties.DesiredState !== 'STOPPED') {
      const service = source.split(':')[2];
      if (service === 'dynamodb') addStreamPipe(ports, resource, name, source);
      else if (service === 'sqs') addQueuePipe(ports, resource, name, source);
      else throw new Error(`pipes from ${service} are not served`);
    }
    return { ref: name, attributes: { Arn, CurrentState: 'RUNNING' } };
  };

const targetOf = ({ properties }: Resource): PipeTarget => ({
  arn: String(properties.Target),
  parameters: (properties.TargetParameters ?? {}) as PipeTarget['parameters'],
  ...(properties.Enrichment !== undefined && { enrichmentArn: String(properties.Enrichment) }),
});

function addStreamPipe(ports: PipePorts, resource: Resource, name: string, streamArn: string): void {
  const given = (resource.properties.SourceParameters ?? {}) as SourceParameters;
  const { DynamoDBStreamParameters: stream = {} } = given;
  const table = tableOfStreamArn(streamArn);
  if (!table) throw new Error(`${streamArn} is no stream of a table`);
  const target = targetOf(resource);
  const ageSeconds = stream.MaximumRecordAgeInSeconds ?? -1;
  ports.streams.add({
    name,
    table,
    startingPosition: stream.StartingPosition === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON',
    batchSize: Number(stream.BatchSize ?? 1),
    windowMs: Number(stream.MaximumBatchingWindowInSeconds ?? 0) * 1000,
    bisects: stream.OnPartialBatchItemFailure === 'AUTOMATIC_BISECT',
    retriesMax: Number(stream.MaximumRetryAttempts ?? -1),
    recordAgeMaxMs: ageSeconds < 0 ? streamRetentionMs : ageSeconds * 1000,
    accepts: filterOf(given.FilterCriteria),
    async run(_shardId, records) {
      const events = records.map((record) => streamEventRecord(record, streamArn, resource.region, ports.clock.now()));
      const ids = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
      const failed = await sendThrough(ports, target, events, ids);
      if (failed.length === 0) return { failed: false };
      const [fromSequence = ''] = [...failed].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
      return { failed: true, fromSequence };
    },
    async giveUp(shardId, records, condition) {
      const deadLetters = stream.DeadLetterConfig?.Arn;
      if (!deadLetters) return;
      const context = { partnerResourceArn: target.arn, condition };
      const batch = {
        shardId,
        batchSize: records.length,
        streamArn,
        startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      };
      await ports.deliver(deadLetters, JSON.stringify({ context, version: '1.0', DDBStreamBatchInfo: batch }));
    },
  });
}

function addQueuePipe(ports: PipePorts, resource: Resource, name: string, queueArn: string): void {
  const given = (resource.properties.SourceParameters ?? {}) as SourceParameters;
  const passes = filterOf(given.FilterCriteria);
  const target = targetOf(resource);
  ports.queueSources.add({
    name,
    queueArn,
    queueName: nameInArn(queueArn),
    batchSize: Number(given.SqsQueueParameters?.BatchSize ?? 10),
    concurrencyMax: 1,
    accepts: (message) => passes(filterable(sqsRecord(message, queueArn, resource.region))),
    async run(messages) {
      const events = messages.map((message) => sqsRecord(message, queueArn, resource.region));
      const ids = messages.map(({ MessageId }) => MessageId);
      return new Set(await sendThrough(ports, target, events, ids));
    },
  });
}
