import { type DynamoCall, DynamoError } from './dynamo-client.ts';
import { isAfter, type StreamRecord } from './stream-record.ts';

interface Shard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
}
interface Reading {
  iterator?: string;
  finished: boolean;
  lastSequence?: string;
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
}

export interface StreamReader {
  /** Reads everything that is there at the moment of the call; tells how many records that was. */
  poll(): Promise<number>;
}

/** Looks for new shards this often even though none has ended. */
const describeEveryMs = 30_000;
const pageLimit = 1000;

/** Reads one stream, all shards, each record once. Several consumers share it, each with its own checkpoint. */
export function createStreamReader(options: StreamReaderOptions): StreamReader {
  const { call, engineStreamArn: StreamArn } = options;
  const shards = new Map<string, Reading>();
  let describeAgainAt = 0;
  let polling: Promise<number> = Promise.resolve(0);

  const describe = async (): Promise<void> => {
    // A shard that appears later continues one that has been read: nothing of it may be skipped.
    const from = shards.size === 0 ? options.startingPosition : 'TRIM_HORIZON';
    let ExclusiveStartShardId: string | undefined;
    do {
      const input = { StreamArn, ...(ExclusiveStartShardId && { ExclusiveStartShardId }) };
      const { StreamDescription } = await call<{
        StreamDescription: { Shards: Shard[]; LastEvaluatedShardId?: string };
      }>('DescribeStream', input);
      for (const { ShardId } of StreamDescription.Shards) {
        if (!shards.has(ShardId)) shards.set(ShardId, { finished: false, from });
      }
      ExclusiveStartShardId = StreamDescription.LastEvaluatedShardId;
    } while (ExclusiveStartShardId);
    describeAgainAt = performance.now() + describeEveryMs;
  };

  const iteratorOf = async (ShardId: string, reading: Reading): Promise<string> => {
    const after = reading.lastSequence ?? options.startAfter(ShardId);
    const position = after
      ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }
      : { ShardIteratorType: reading.from };
    const answer = await call<{ ShardIterator: string }>('GetShardIterator', { StreamArn, ShardId, ...position });
    return answer.ShardIterator;
  };

  const readPage = async (shardId: string, reading: Reading): Promise<number> => {
    reading.iterator ??= await iteratorOf(shardId, reading);
    try {
      const page = await call<{ Records: StreamRecord[]; NextShardIterator?: string }>('GetRecords', {
        ShardIterator: reading.iterator,
        Limit: pageLimit,
      });
      if (page.NextShardIterator) reading.iterator = page.NextShardIterator;
      else {
        reading.finished = true;
        describeAgainAt = 0; // its children are there now
      }
      const fresh = page.Records.filter(({ dynamodb }) => isAfter(dynamodb.SequenceNumber, reading.lastSequence));
      const last = fresh.at(-1);
      if (last) {
        reading.lastSequence = last.dynamodb.SequenceNumber;
        options.onRecords(shardId, fresh);
      }
      return page.Records.length;
    } catch (error) {
      const stale = error instanceof DynamoError && /ExpiredIterator|TrimmedDataAccess/.test(error.name);
      if (!stale) throw error;
      delete reading.iterator;
      return 0;
    }
  };

  const pollNow = async (): Promise<number> => {
    let count = 0;
    do {
      if (performance.now() >= describeAgainAt) await describe();
      for (const [shardId, reading] of shards) {
        let page = pageLimit;
        while (!reading.finished && page >= pageLimit) {
          page = await readPage(shardId, reading);
          count += page;
        }
      }
    } while (describeAgainAt === 0);
    return count;
  };

  return {
    poll() {
      // After the one in progress, which may have passed a shard that has been written to since.
      polling = polling.catch(() => 0).then(pollNow);
      return polling;
    },
  };
}
