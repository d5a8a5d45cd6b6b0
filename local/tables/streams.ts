import { setTimeout as pause } from 'node:timers/promises';
import type { VirtualClock, Work } from '../clock/clock.ts';
import type { Store } from '../store/store.ts';
import { dynamoCall } from './dynamo-client.ts';
import type { BatchOutcome } from './stream-batch.ts';
import { createStreamConsumer, type StreamConsumer, type StreamConsumerOptions } from './stream-consumer.ts';
import { streamPoller } from './stream-poller.ts';
import {
  createStreamReader,
  type EngineProgress,
  type StreamReader,
  type StreamReaderOptions,
} from './stream-reader.ts';
import { isAfter, type StreamRecord } from './stream-record.ts';
import type { CreatedTable } from './table.ts';

export interface StreamSource extends StreamConsumerOptions {
  readonly table: string;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  run(shardId: string, records: readonly StreamRecord[]): Promise<BatchOutcome>;
  giveUp(shardId: string, records: readonly StreamRecord[], condition: string): Promise<void>;
}

export interface StreamsPorts {
  readonly clock: VirtualClock;
  readonly work: Work;
  readonly store: Store;
  readonly dynamoUrl: string;
  readonly region: string;
  readonly onError: (error: unknown) => void;
}

export interface Streams {
  add(source: StreamSource): void;
  /** Starts reading, once the tables exist. */
  open(tables: ReadonlyMap<string, Promise<CreatedTable>>): Promise<void>;
  /** Something may have been written: look soon. */
  hint(): void;
  /** Reads all streams now; true when nothing was there and no consumer has anything left. */
  isQuiet(): Promise<boolean>;
  stop(): Promise<void>;
}

/** DynamoDB Local's first records of a stream were seen up to 300 ms after their write, later ones at once. */
const coldLagMs = 400;
const coldMs = 10_000;

/** All consumers of all table streams. */
export function createStreams(ports: StreamsPorts): Streams {
  const sources: StreamSource[] = [];
  const consumers: StreamConsumer[] = [];
  const readers: StreamReader[] = [];
  const engine: EngineProgress = { latest: 0n };
  const call = dynamoCall(ports.dynamoUrl, ports.region, 'DynamoDBStreams_20120810');
  const pollAll = async (): Promise<number> => {
    const counts = await Promise.all(readers.map((reader) => reader.poll()));
    const count = counts.reduce((sum, one) => sum + one, 0);
    if (count > 0) coldUntil = 0;
    return count;
  };
  /** The engine is cold until a first record was read from it, or for a while. */
  let coldUntil = Number.POSITIVE_INFINITY;
  /** Reads all streams; an engine that is cold shows a record late, so that an empty look at it is confirmed by another. */
  const pollSurely = async (): Promise<number> => {
    const count = await pollAll();
    if (count > 0 || performance.now() > coldUntil) return count;
    await pause(coldLagMs);
    return pollAll();
  };
  /** Who rests has perhaps something to read: a count that is not zero brings the poller back soon. */
  const pollRested = async (): Promise<number> => {
    const counts = await Promise.all(readers.map((reader) => (reader.isResting() ? 1 : reader.poll())));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  const poller = streamPoller(pollRested, ports.onError);
  const stopping = { isStopped: false };

  return {
    add: (source) => void sources.push(source),
    async open(tables) {
      for (const [table, created] of tables) {
        const { engineStreamArn, existed } = await created;
        const own = sources.filter((source) => source.table === table);
        if (!engineStreamArn || own.length === 0) continue;
        const opened = own.map((source) => consumerOf(source, ports, stopping));
        consumers.push(...opened);
        readers.push(readerOf({ call, engine, engineStreamArn, startingPosition: startOf(own, existed) }, opened));
      }
      await Promise.all(readers.map((reader) => reader.ready())); // or the first records would come in late, and unseen by isQuiet
      if (readers.length > 0) poller.start();
      coldUntil = performance.now() + coldMs;
    },
    hint: poller.hint,
    async isQuiet() {
      const count = await pollSurely();
      return consumers.map((consumer) => consumer.isQuiet()).every(Boolean) && count === 0;
    },
    async stop() {
      stopping.isStopped = true;
      await poller.stop();
    },
  };
}

/** In a fresh table there is nothing before the consumer to skip, and what is written while it starts must not be missed. */
const startOf = (sources: readonly StreamSource[], existed: boolean): 'TRIM_HORIZON' | 'LATEST' =>
  existed && sources.every(({ startingPosition }) => startingPosition === 'LATEST') ? 'LATEST' : 'TRIM_HORIZON';

function consumerOf(
  source: StreamSource,
  ports: StreamsPorts,
  stopping: { readonly isStopped: boolean },
): StreamConsumer {
  const key = (shardId: string): string => `checkpoint/${source.name}/${shardId}`;
  return createStreamConsumer(source, {
    clock: ports.clock,
    work: ports.work,
    run: source.run,
    giveUp: source.giveUp,
    onError: ports.onError,
    checkpoints: {
      get: (shard) => ports.store.get(key(shard)),
      // A batch that ends while the runtime stops comes again: the store may be closed already.
      put: (shard, sequence) => {
        if (!stopping.isStopped) ports.store.put(key(shard), sequence);
      },
    },
  });
}

function readerOf(
  stream: Pick<StreamReaderOptions, 'call' | 'engine' | 'engineStreamArn' | 'startingPosition'>,
  consumers: readonly StreamConsumer[],
): StreamReader {
  return createStreamReader({
    ...stream,
    // From where the slowest consumer stands: the others leave out what they know.
    startAfter: (shardId) => {
      const checkpoints = consumers.map((consumer) => consumer.checkpoint(shardId));
      if (checkpoints.includes(undefined)) return undefined;
      return (checkpoints as string[]).reduce((oldest, checkpoint) =>
        isAfter(oldest, checkpoint) ? checkpoint : oldest,
      );
    },
    onRecords: (shardId, records) => {
      for (const consumer of consumers) consumer.offer(shardId, records);
    },
  });
}
