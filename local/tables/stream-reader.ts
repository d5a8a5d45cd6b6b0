import { setTimeout as pause } from 'node:timers/promises';
import { type DynamoCall, DynamoError } from './dynamo-client.ts';
import { withEmptyMaps } from './empty-maps.ts';
import { isAfter, type StreamRecord } from './stream-record.ts';

interface Shard {
  readonly ShardId: string;
}
interface Reading {
  iterator?: string;
  finished: boolean;
  lastSequence?: string;
  /** Nothing of this shard lies at or before this record of other streams. */
  emptyUpTo?: bigint;
  /** The stream no longer has what comes after the checkpoint. */
  isTrimmed?: boolean;
  readonly from: 'TRIM_HORIZON' | 'LATEST';
}

export interface StreamReaderOptions {
  readonly call: DynamoCall;
  readonly engineStreamArn: string;
  /** After which record reading starts again, by shard; undefined for a shard that nobody has read. */
  readonly startAfter: (shardId: string) => string | undefined;
  /** Where an unread stream begins. */
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly onRecords: (shardId: string, records: readonly StreamRecord[]) => void;
  /** How far the streams of the engine have come, as far as one of its readers has seen. */
  readonly engine: EngineProgress;
}

/** DynamoDB Local counts the records of all its streams in one row, from 1 on. */
export interface EngineProgress {
  latest: bigint;
}

export interface StreamReader {
  /** Reads everything that is there at the moment of the call; tells how many records that was. */
  poll(): Promise<number>;
  /** Resolves once the stream has a shard: DynamoDB Local makes the first one a moment after the table. */
  ready(): Promise<void>;
  /** It found nothing, and what that has cost is to be earned back before it looks again. */
  isResting(): boolean;
}

/**
 * DynamoDB Local looks for the records of a quiet stream among those of all other streams, and takes the longer the more there
 * are. A look that found nothing is therefore not repeated before this many times its duration has passed, or a second.
 */
const restFactor = 20;
const restMaxMs = 1000;

/** It also goes through all of them from the place on at which the quiet stream was read last, so that place is moved up. */
const moveUpAfter = 2000n;
/** What is written at this moment may get its number before records that are seen already. */
const inFlightMax = 1000n;
/** AWS numbers the records of each stream apart, with far more digits. */
const countMax = 10n ** 15n;

/** Looks for new shards this often even though none has ended. */
const describeEveryMs = 30_000;
const pageLimit = 1000;
const shardWaitMs = 20;

/** Reads one stream, all shards, each record once. Several consumers share it, each with its own checkpoint. */
export function createStreamReader(options: StreamReaderOptions): StreamReader {
  const { call, engineStreamArn: StreamArn } = options;
  const shards = new Map<string, Reading>();
  let describeAgainAt = 0;
  let polling: Promise<number> = Promise.resolve(0);

  const describe = async (): Promise<void> => {
    // A shard that appears later continues one that has been read: nothing of it may be skipped.
    const from = shards.size === 0 ? options.startingPosition : 'TRIM_HORIZON';
    for (const shardId of await shardIdsOf(call, StreamArn)) {
      if (!shards.has(shardId)) shards.set(shardId, { finished: false, from });
    }
    // A stream that is still being set up has no shard yet: the next look must find it, or its first records would wait.
    describeAgainAt = performance.now() + (shards.size === 0 ? 0 : describeEveryMs);
  };

  const pollNow = async (): Promise<number> => {
    let count = 0;
    do {
      if (performance.now() >= describeAgainAt) await describe();
      for (const [shardId, reading] of shards) {
        let page = pageLimit;
        while (!reading.finished && page >= pageLimit) {
          page = await readPage(shardId, reading, options);
          count += page;
          if (reading.finished) describeAgainAt = 0; // its children are there now
        }
      }
    } while (describeAgainAt === 0);
    return count;
  };

  let restsUntil = 0;
  const pollTimed = async (): Promise<number> => {
    const began = performance.now();
    const count = await pollNow();
    const ended = performance.now();
    restsUntil = count > 0 ? 0 : ended + Math.min(restMaxMs, (ended - began) * restFactor);
    return count;
  };

  return {
    async ready() {
      while (shards.size === 0) {
        await describe();
        if (shards.size === 0) await pause(shardWaitMs);
      }
    },
    poll() {
      // After the one in progress, which may have passed a shard that has been written to since.
      polling = polling.catch(() => 0).then(pollTimed);
      return polling;
    },
    isResting: () => performance.now() < restsUntil,
  };
}

/** Reads one page and passes on what is new in it; tells how many records the page had. */
async function readPage(shardId: string, reading: Reading, options: StreamReaderOptions): Promise<number> {
  const engineBefore = options.engine.latest;
  try {
    reading.iterator ??= await iteratorOf(shardId, reading, options);
    const page = await options.call<{ Records: StreamRecord[]; NextShardIterator?: string }>('GetRecords', {
      ShardIterator: reading.iterator,
      Limit: pageLimit,
    });
    if (page.NextShardIterator) reading.iterator = page.NextShardIterator;
    else reading.finished = true;
    const fresh = page.Records.filter(({ dynamodb }) => isAfter(dynamodb.SequenceNumber, reading.lastSequence));
    const last = fresh.at(-1);
    if (last) {
      reading.lastSequence = last.dynamodb.SequenceNumber;
      noteProgress(options.engine, BigInt(reading.lastSequence));
      options.onRecords(shardId, fresh.map(withEmptyMaps));
    }
    if (page.Records.length === 0) moveUp(reading, engineBefore);
    return page.Records.length;
  } catch (error) {
    if (!(error instanceof DynamoError && /ExpiredIterator|TrimmedDataAccess/.test(error.name))) throw error;
    delete reading.iterator;
    reading.isTrimmed = error.name.startsWith('Trimmed');
    return 0;
  }
}

function noteProgress(engine: EngineProgress, sequence: bigint): void {
  if (sequence < countMax && sequence > engine.latest) engine.latest = sequence;
}

/** Nothing was there, although the engine had come so far before the look: the next look need not begin before that. */
function moveUp(reading: Reading, engineBefore: bigint): void {
  const emptyUpTo = engineBefore - inFlightMax;
  const from = reading.emptyUpTo ?? BigInt(reading.lastSequence ?? 0);
  if (emptyUpTo - from < moveUpAfter) return;
  reading.emptyUpTo = emptyUpTo;
  delete reading.iterator;
}

async function iteratorOf(ShardId: string, reading: Reading, options: StreamReaderOptions): Promise<string> {
  const known = reading.lastSequence ?? options.startAfter(ShardId);
  const after = reading.isTrimmed ? undefined : furthest(known, reading.emptyUpTo);
  const position = after
    ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }
    : { ShardIteratorType: reading.isTrimmed ? 'TRIM_HORIZON' : reading.from };
  const input = { StreamArn: options.engineStreamArn, ShardId, ...position };
  const { ShardIterator } = await options.call<{ ShardIterator: string }>('GetShardIterator', input);
  return ShardIterator;
}

function furthest(known: string | undefined, emptyUpTo: bigint | undefined): string | undefined {
  if (emptyUpTo === undefined || (known !== undefined && BigInt(known) > emptyUpTo)) return known;
  return String(emptyUpTo).padStart(21, '0');
}

async function shardIdsOf(call: DynamoCall, StreamArn: string): Promise<string[]> {
  const shardIds: string[] = [];
  let from: { ExclusiveStartShardId?: string } = {};
  for (;;) {
    const answer = await call<{ StreamDescription: { Shards: Shard[]; LastEvaluatedShardId?: string } }>(
      'DescribeStream',
      { StreamArn, ...from },
    );
    const { Shards, LastEvaluatedShardId } = answer.StreamDescription;
    shardIds.push(...Shards.map(({ ShardId }) => ShardId));
    if (!LastEvaluatedShardId) return shardIds;
    from = { ExclusiveStartShardId: LastEvaluatedShardId };
  }
}
