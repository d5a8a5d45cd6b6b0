import type { VirtualClock, Work } from '../clock/clock.ts';
import { type BatchOutcome, type BatchPorts, type BatchRules, processBatch } from './stream-batch.ts';
import { isAfter, type StreamRecord } from './stream-record.ts';

export interface StreamConsumerOptions extends BatchRules {
  readonly name: string;
  readonly batchSize: number;
  /** How long records may wait for a full batch, in real time; it ends early when the system is asked to become quiet. */
  readonly windowMs: number;
  readonly accepts: (record: StreamRecord) => boolean;
}

export interface StreamConsumerPorts {
  readonly clock: VirtualClock;
  readonly work: Work;
  run(shardId: string, records: readonly StreamRecord[]): Promise<BatchOutcome>;
  giveUp(shardId: string, records: readonly StreamRecord[], condition: string): Promise<void>;
  /** How far the consumer has come in a shard; kept across restarts. */
  readonly checkpoints: { get(shardId: string): string | undefined; put(shardId: string, sequence: string): void };
  readonly onError: (error: unknown) => void;
}

export interface StreamConsumer {
  checkpoint(shardId: string): string | undefined;
  offer(shardId: string, records: readonly StreamRecord[]): void;
  /** Ends all batching windows; true when no record waits for anything but its next attempt. */
  isQuiet(): boolean;
}

interface ShardQueue {
  readonly records: StreamRecord[];
  busy: boolean;
  waitingForRetry: boolean;
  endWindow?: () => void;
}

/** One event source mapping or pipe on one stream: records in order per shard, in batches. */
export function createStreamConsumer(options: StreamConsumerOptions, ports: StreamConsumerPorts): StreamConsumer {
  const queues = new Map<string, ShardQueue>();

  const gather = async (queue: ShardQueue): Promise<void> => {
    if (options.windowMs === 0 || queue.records.length >= options.batchSize) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.windowMs);
      queue.endWindow = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    delete queue.endWindow;
  };

  const work = async (shardId: string, queue: ShardQueue): Promise<void> => {
    queue.busy = true;
    while (queue.records.length > 0) {
      await gather(queue);
      const taken = queue.records.splice(0, options.batchSize);
      const batch = taken.filter(options.accepts);
      if (batch.length > 0) await workBatch(shardId, queue, batch);
      const last = taken.at(-1);
      if (last) ports.checkpoints.put(shardId, last.dynamodb.SequenceNumber);
    }
    queue.busy = false;
  };

  const workBatch = async (shardId: string, queue: ShardQueue, batch: readonly StreamRecord[]): Promise<void> => {
    let done = ports.work.begin(`stream:${options.name}`);
    const batchPorts: BatchPorts = {
      clock: ports.clock,
      run: (records) => ports.run(shardId, records),
      giveUp: (records, condition) => ports.giveUp(shardId, records, condition),
      waitUntil: async (instantMs) => {
        queue.waitingForRetry = true;
        done();
        await new Promise<void>((resolve) => void ports.clock.at(instantMs, resolve));
        done = ports.work.begin(`stream:${options.name}`);
        queue.waitingForRetry = false;
      },
    };
    await processBatch(batch, options, batchPorts)
      .catch(ports.onError)
      .finally(() => done());
  };

  return {
    checkpoint: ports.checkpoints.get,
    offer(shardId, records) {
      const queue = queues.get(shardId) ?? { records: [], busy: false, waitingForRetry: false };
      queues.set(shardId, queue);
      const checkpoint = ports.checkpoints.get(shardId);
      queue.records.push(...records.filter((record) => isAfter(record.dynamodb.SequenceNumber, checkpoint)));
      if (queue.records.length >= options.batchSize) queue.endWindow?.();
      if (!queue.busy) void work(shardId, queue);
    },
    isQuiet() {
      for (const queue of queues.values()) queue.endWindow?.();
      return [...queues.values()].every((queue) => !queue.busy || queue.waitingForRetry);
    },
  };
}
