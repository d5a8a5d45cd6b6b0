import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { imageAfter } from '../shared/stream.ts';
import { openTable } from '../shared/table.ts';
import { logger } from '../shared/telemetry.ts';
import { isJournalKey, JournalItem } from './journal.item.ts';
import { projectionStore } from './projection.store.ts';
import { project, type StreamedJournal } from './projection.ts';

const { LEDGER_TABLE } = env({ LEDGER_TABLE: z.string() });
const ports = { balances: projectionStore(openTable(LEDGER_TABLE)), clock: systemClock };

/**
 * What Lambda sends where the event source mapping has a tumbling window (Lambda developer guide, "Implementing stateful
 * DynamoDB stream processing"): each batch names its shard, and the last call of a window may have no records.
 */
interface WindowEvent {
  readonly Records: readonly DynamoDBRecord[];
  readonly shardId?: string;
  readonly state?: Readonly<Record<string, string>>;
}

/** The answer must have `state`, or Lambda takes the call for failed. We keep ours in the balances, where it cannot get lost. */
export async function projectBalancesJob(event: WindowEvent) {
  const journals = event.Records.flatMap(streamedJournal);
  if (journals.length > 0) {
    if (!event.shardId) throw new Error('the event names no shard: the event source mapping needs a tumbling window');
    await project(ports, event.shardId, journals);
    logger.info('balances projected', { shardId: event.shardId, journals: journals.length });
  }
  return { state: event.state ?? {}, batchItemFailures: [] };
}

/** The stream also brings the balances that we write: they are nobody's business here. */
function streamedJournal(record: DynamoDBRecord): StreamedJournal[] {
  const image = record.eventName === 'INSERT' ? imageAfter(record) : undefined;
  if (!image || !isJournalKey(image.PK)) return [];
  return [{ sequence: BigInt(record.dynamodb?.SequenceNumber ?? ''), journal: JournalItem.parse(image) }];
}
