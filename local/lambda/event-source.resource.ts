import { arnOf, nameInArn, type Provision, type Resource } from '../assembly/resource.ts';
import type { VirtualClock } from '../clock/clock.ts';
import type { QueueSources } from '../queues/queue-sources.ts';
import { filterable, sqsRecord } from '../queues/sqs-event.ts';
import { filterOf } from '../schedules/event-pattern.ts';
import { streamRetentionMs } from '../tables/stream-batch.ts';
import type { StreamRecord } from '../tables/stream-record.ts';
import type { Streams } from '../tables/streams.ts';
import { tableOfStreamArn } from '../tables/table.resource.ts';
import { type InvokeWindowed, tumblingWindows } from '../tables/tumbling-windows.ts';
import { batchAnswer } from '../targets/batch-answer.ts';
import type { Deliver } from '../targets/deliver.ts';
import { TooManyRequests } from './function.ts';
import type { Lambda } from './lambda.ts';

export interface EventSourcePorts {
  readonly lambda: Lambda;
  readonly streams: Streams;
  readonly queueSources: QueueSources;
  readonly clock: VirtualClock;
  readonly deliver: Deliver;
}

type Properties = Record<string, unknown>;

const numberOf = (value: unknown, otherwise: number): number => (value === undefined ? otherwise : Number(value));
const reportsFailures = ({ FunctionResponseTypes: types }: Properties): boolean =>
  Array.isArray(types) && types.includes('ReportBatchItemFailures');

/** A stream record in the form in which Lambda and Pipes pass it on; its time is virtual like every other. */
export function streamEventRecord(record: StreamRecord, streamArn: string, region: string, nowMs: number) {
  const dynamodb = { ...record.dynamodb, ApproximateCreationDateTime: Math.floor(nowMs / 1000) };
  return {
    ...record,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    eventSourceARN: streamArn,
    dynamodb,
  };
}

/** AWS::Lambda::EventSourceMapping of a table's stream or of a queue. */
export function eventSourceProvision(ports: EventSourcePorts): Provision {
  return (resource) => {
    const { properties, stackName, logicalId } = resource;
    const sourceArn = String(properties.EventSourceArn);
    const id = `${stackName}-${logicalId}`;
    const attributes = { Id: id, EventSourceMappingArn: arnOf(resource, 'lambda', `event-source-mapping:${id}`) };
    if (properties.Enabled === false || properties.Enabled === 'false') return { ref: id, attributes };
    const service = sourceArn.split(':')[2];
    if (service === 'dynamodb') addStream(ports, resource, sourceArn, id);
    else if (service === 'sqs') addQueue(ports, resource, sourceArn, id);
    else throw new Error(`events of ${service} are not served`);
    return { ref: id, attributes };
  };
}

function addStream(
  { lambda, streams, clock, deliver }: EventSourcePorts,
  { properties, region }: Resource,
  streamArn: string,
  id: string,
): void {
  const functionName = String(properties.FunctionName);
  const table = tableOfStreamArn(streamArn);
  if (!table) throw new Error(`${streamArn} is no stream of a table`);
  const onFailure = (properties.DestinationConfig as { OnFailure?: { Destination?: string } } | undefined)?.OnFailure
    ?.Destination;
  const passes = filterOf(properties.FilterCriteria);
  const recordAgeSeconds = numberOf(properties.MaximumRecordAgeInSeconds, -1);
  const invoke = (payload: string) => lambda.invoke(functionName, { payload });
  const windowSeconds = numberOf(properties.TumblingWindowInSeconds, 0);
  const invokeWith: InvokeWindowed =
    windowSeconds > 0
      ? tumblingWindows({ seconds: windowSeconds, streamArn, clock, invoke })
      : (_shardId, Records) => invoke(JSON.stringify({ Records }));
  streams.add({
    name: id,
    table,
    startingPosition: properties.StartingPosition === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON',
    batchSize: numberOf(properties.BatchSize, 100),
    windowMs: numberOf(properties.MaximumBatchingWindowInSeconds, 0) * 1000,
    bisects: properties.BisectBatchOnFunctionError === true,
    retriesMax: numberOf(properties.MaximumRetryAttempts, -1),
    recordAgeMaxMs: recordAgeSeconds < 0 ? streamRetentionMs : recordAgeSeconds * 1000,
    accepts: passes,
    async run(shardId, records) {
      const Records = records.map((record) => streamEventRecord(record, streamArn, region, clock.now()));
      try {
        const result = await invokeWith(shardId, Records);
        const ids = new Set(records.map(({ dynamodb }) => dynamodb.SequenceNumber));
        const answer = batchAnswer(result, ids, reportsFailures(properties));
        if (answer.allFailed) return { failed: true };
        // Order is kept: everything from the earliest failure on comes again.
        const [fromSequence] = [...answer.failedIds].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
        return fromSequence === undefined ? { failed: false } : { failed: true, fromSequence };
      } catch (error) {
        if (error instanceof TooManyRequests) return { failed: true };
        throw error;
      }
    },
    async giveUp(shardId, records, condition) {
      if (!onFailure) return;
      const functionArn = lambda.find(functionName)?.arn ?? functionName;
      await deliver(
        onFailure,
        JSON.stringify(failureRecord(shardId, records, condition, functionArn, streamArn, clock.now())),
      );
    },
  });
}

/** What Lambda tells an on-failure destination: where the records are, not the records. */
function failureRecord(
  shardId: string,
  records: readonly StreamRecord[],
  condition: string,
  functionArn: string,
  streamArn: string,
  nowMs: number,
) {
  const timestamp = new Date(nowMs).toISOString();
  return {
    requestContext: { requestId: crypto.randomUUID(), functionArn, condition, approximateInvokeCount: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp,
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: timestamp,
      approximateArrivalOfLastRecord: timestamp,
      batchSize: records.length,
      streamArn,
    },
  };
}

/** Lambda starts with five pollers on a standard queue. */
const defaultPollers = 5;

function addQueue(
  { lambda, queueSources }: EventSourcePorts,
  { properties, region }: Resource,
  queueArn: string,
  id: string,
): void {
  const functionName = String(properties.FunctionName);
  const passes = filterOf(properties.FilterCriteria);
  const scaling = properties.ScalingConfig as { MaximumConcurrency?: number } | undefined;
  queueSources.add({
    name: id,
    queueArn,
    queueName: nameInArn(queueArn),
    batchSize: numberOf(properties.BatchSize, 10),
    concurrencyMax: numberOf(scaling?.MaximumConcurrency, defaultPollers),
    accepts: (message) => passes(filterable(sqsRecord(message, queueArn, region))),
    async run(messages) {
      const ids = new Set(messages.map(({ MessageId }) => MessageId));
      const Records = messages.map((message) => sqsRecord(message, queueArn, region));
      try {
        const result = await lambda.invoke(functionName, { payload: JSON.stringify({ Records }) });
        const answer = batchAnswer(result, ids, reportsFailures(properties));
        return answer.allFailed ? ids : new Set(answer.failedIds);
      } catch (error) {
        if (error instanceof TooManyRequests) return ids;
        throw error;
      }
    },
  });
}
