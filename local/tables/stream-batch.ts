import type { VirtualClock } from '../clock/clock.ts';
import type { StreamRecord } from './stream-record.ts';

/** What a consumer made of a batch: nothing failed, or all of it, or everything from one record on. */
export type BatchOutcome = { readonly failed: false } | { readonly failed: true; readonly fromSequence?: string };

export interface BatchRules {
  /** -1: as long as the records live. */
  readonly retriesMax: number;
  readonly bisects: boolean;
  readonly recordAgeMaxMs: number;
}

export interface BatchPorts {
  readonly clock: VirtualClock;
  run(records: readonly StreamRecord[]): Promise<BatchOutcome>;
  /** Records that are given up, with the reason, in the words of Lambda's failure destinations. */
  giveUp(
    records: readonly StreamRecord[],
    condition: 'RetryAttemptsExhausted' | 'MaximumRecordAgeExceeded',
  ): Promise<void>;
  /** Called while a batch waits for its next attempt, which is no work: the clock may be advanced to it. */
  waitUntil(instantMs: number): Promise<void>;
}

/** DynamoDB keeps stream records for a day. */
export const streamRetentionMs = 24 * 60 * 60 * 1000;
const firstRetryMs = 1000;
const longestRetryMs = 60_000;

/**
 * Works a batch off until it succeeds or is given up. Nothing behind a failing record may overtake it, so this holds up its
 * shard. Halving a batch does not use up an attempt (Lambda, "Configure error handling controls").
 */
export async function processBatch(
  batch: readonly StreamRecord[],
  rules: BatchRules,
  ports: BatchPorts,
): Promise<void> {
  const beganMs = ports.clock.now();
  let records = batch;
  for (let attempt = 0; records.length > 0; attempt += 1) {
    const outcome = await ports.run(records);
    if (!outcome.failed) return;
    const { fromSequence } = outcome;
    const index =
      fromSequence === undefined ? 0 : records.findIndex((it) => it.dynamodb.SequenceNumber === fromSequence);
    records = records.slice(Math.max(index, 0));
    if (rules.bisects && records.length > 1) {
      const middle = Math.ceil(records.length / 2);
      await processBatch(records.slice(0, middle), rules, ports);
      return await processBatch(records.slice(middle), rules, ports);
    }
    if (rules.retriesMax >= 0 && attempt >= rules.retriesMax)
      return await ports.giveUp(records, 'RetryAttemptsExhausted');
    if (ports.clock.now() - beganMs >= rules.recordAgeMaxMs)
      return await ports.giveUp(records, 'MaximumRecordAgeExceeded');
    await ports.waitUntil(ports.clock.now() + Math.min(firstRetryMs * 2 ** attempt, longestRetryMs));
  }
}
