import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../../../local/clock/virtual-clock.ts';
import { createWorkMeter } from '../../../../local/clock/work.ts';
import type { BatchOutcome } from '../../../../local/tables/stream-batch.ts';
import { createStreamConsumer, type StreamConsumerOptions } from '../../../../local/tables/stream-consumer.ts';
import type { StreamRecord } from '../../../../local/tables/stream-record.ts';

const start = Date.parse('2026-12-01T00:00:00Z');
const record = (number: number): StreamRecord => ({
  eventID: String(number),
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: String(100_000_000_000_000_000_000n + BigInt(number)) },
});
const numberOf = ({ eventID }: StreamRecord): number => Number(eventID);
const sequence = (number: number): string => record(number).dynamodb.SequenceNumber;

/** A consumer whose function fails on the given records, until it has been called that often. */
function aConsumer(
  options: Partial<StreamConsumerOptions>,
  fails: (batch: number[], call: number) => boolean | number,
) {
  const work = createWorkMeter();
  const clock = createVirtualClock({ work, startMs: start });
  const batches: number[][] = [];
  const givenUp: [number[], string][] = [];
  const checkpoints = new Map<string, string>();
  const consumer = createStreamConsumer(
    {
      name: 'test',
      batchSize: 10,
      windowMs: 0,
      retriesMax: -1,
      bisects: false,
      recordAgeMaxMs: 86_400_000,
      accepts: () => true,
      ...options,
    },
    {
      clock,
      work,
      async run(_shard, records): Promise<BatchOutcome> {
        const numbers = records.map(numberOf);
        batches.push(numbers);
        const failed = fails(numbers, batches.length);
        if (typeof failed === 'number') return { failed: true, fromSequence: sequence(failed) };
        return failed ? { failed: true } : { failed: false };
      },
      giveUp: async (_shard, records, condition) => void givenUp.push([records.map(numberOf), condition]),
      checkpoints: {
        get: (shard) => checkpoints.get(shard),
        put: (shard, value) => void checkpoints.set(shard, value),
      },
      onError: (error) => {
        throw error;
      },
    },
  );
  clock.addProbe(async () => consumer.isQuiet());
  const offer = (...numbers: number[]) => consumer.offer('shard', numbers.map(record));
  const afterAnHour = async () => {
    await clock.advanceTo(start + 3_600_000);
    clock.stop();
  };
  return { batches, checkpoints, givenUp, offer, afterAnHour };
}

describe('a stream consumer', () => {
  test('takes records in order, at most a batch at a time, and remembers how far it has come', async () => {
    const { batches, checkpoints, offer, afterAnHour } = aConsumer({ batchSize: 2 }, () => false);
    offer(1, 2, 3);
    await afterAnHour();
    expect(batches).toEqual([[1, 2], [3]]);
    expect(checkpoints.get('shard')).toBe(sequence(3));
  });

  test('passes over what it has had before a restart', async () => {
    const { batches, checkpoints, offer, afterAnHour } = aConsumer({}, () => false);
    checkpoints.set('shard', sequence(2));
    offer(1, 2, 3);
    await afterAnHour();
    expect(batches).toEqual([[3]]);
  });

  test('gathers records for its window, which ends when the system is asked to become quiet', async () => {
    const { batches, offer, afterAnHour } = aConsumer({ windowMs: 60_000 }, () => false);
    offer(1);
    offer(2);
    await afterAnHour();
    expect(batches).toEqual([[1, 2]]);
  });

  test('holds up its shard while a batch fails, with growing waits', async () => {
    const { batches, offer, afterAnHour } = aConsumer({ batchSize: 1 }, (_batch, call) => call < 3);
    offer(1, 2);
    await afterAnHour();
    expect(batches).toEqual([[1], [1], [1], [2]]);
  });

  test('gives a batch up after its retries and goes on behind it', async () => {
    const { batches, givenUp, offer, afterAnHour } = aConsumer({ retriesMax: 1, batchSize: 2 }, (batch) =>
      batch.includes(1),
    );
    offer(1, 2, 3);
    await afterAnHour();
    expect(batches).toEqual([[1, 2], [1, 2], [3]]);
    expect(givenUp).toEqual([[[1, 2], 'RetryAttemptsExhausted']]);
  });

  test('halves a failing batch until the bad record is alone', async () => {
    const { givenUp, batches, offer, afterAnHour } = aConsumer({ retriesMax: 0, bisects: true }, (batch) =>
      batch.includes(3),
    );
    offer(1, 2, 3, 4);
    await afterAnHour();
    expect(givenUp).toEqual([[[3], 'RetryAttemptsExhausted']]);
    expect(batches).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [4]]);
  });

  test('repeats only from the record on that the function reports', async () => {
    const { batches, offer, afterAnHour } = aConsumer({}, (_batch, call) => (call === 1 ? 2 : false));
    offer(1, 2, 3);
    await afterAnHour();
    expect(batches).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
  });

  test('gives records up when they are too old', async () => {
    const { givenUp, offer, afterAnHour } = aConsumer({ recordAgeMaxMs: 10_000 }, () => true);
    offer(1);
    await afterAnHour();
    expect(givenUp).toEqual([[[1], 'MaximumRecordAgeExceeded']]);
  });

  test('leaves out what its filter does not accept, but moves on past it', async () => {
    const { batches, checkpoints, offer, afterAnHour } = aConsumer(
      { accepts: (it) => numberOf(it) % 2 === 0 },
      () => false,
    );
    offer(1, 2, 3);
    await afterAnHour();
    expect(batches).toEqual([[2]]);
    expect(checkpoints.get('shard')).toBe(sequence(3));
  });
});
