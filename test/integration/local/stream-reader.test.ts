import { expect, inject, test } from 'vitest';
import { dynamoCall } from '../../../local/tables/dynamo-client.ts';
import { createStreamReader, type EngineProgress } from '../../../local/tables/stream-reader.ts';

const endpoint = inject('dynamodbEndpoint');
const tables = dynamoCall(endpoint, 'ap-northeast-1', 'DynamoDB_20120810');
const streams = dynamoCall(endpoint, 'ap-northeast-1', 'DynamoDBStreams_20120810');

async function aTable() {
  const name = `t-${crypto.randomUUID()}`;
  const { TableDescription: made } = await tables<{ TableDescription: { LatestStreamArn: string } }>('CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  const put = (keys: readonly string[]) =>
    tables('BatchWriteItem', {
      RequestItems: { [name]: keys.map((key) => ({ PutRequest: { Item: { PK: { S: key } } } })) },
    });
  return { engineStreamArn: made.LatestStreamArn, put };
}

/** What a reader of the table's stream has been given so far. */
async function aReader(engineStreamArn: string, engine: EngineProgress) {
  const keys: string[] = [];
  const starts: unknown[] = [];
  const reader = createStreamReader({
    call: (name, input) => {
      if (name === 'GetShardIterator') starts.push((input as { SequenceNumber?: string }).SequenceNumber);
      return streams(name, input);
    },
    engine,
    engineStreamArn,
    startAfter: () => undefined,
    startingPosition: 'TRIM_HORIZON',
    onRecords: (_shard, records) => {
      for (const { dynamodb } of records) keys.push((dynamodb.Keys as { PK: { S: string } }).PK.S);
    },
  });
  await reader.ready();
  const pollUntil = async (count: number) => {
    while (keys.length < count) await reader.poll();
    await reader.poll();
    await reader.poll();
  };
  return { keys, starts, pollUntil };
}

test('a stream that is quiet among busy ones is read on from where those are, and misses nothing', async () => {
  const engine = { latest: 0n };
  const [busy, quiet] = [await aTable(), await aTable()];
  const [ofBusy, ofQuiet] = [await aReader(busy.engineStreamArn, engine), await aReader(quiet.engineStreamArn, engine)];
  const written: string[] = [];
  let inBusy = 0;
  for (let round = 0; round < 2; round += 1) {
    written.push(`quiet-${round}`);
    await quiet.put([`quiet-${round}`]);
    await ofQuiet.pollUntil(written.length);
    for (let batch = 0; batch < 130; batch += 1)
      await busy.put(Array.from({ length: 25 }, (_, at) => `busy-${round}-${batch}-${at}`));
    inBusy += 3250;
    await ofBusy.pollUntil(inBusy);
    await ofQuiet.pollUntil(written.length);
  }
  expect(ofQuiet.keys).toEqual(written);
  expect(new Set(ofBusy.keys).size).toBe(inBusy);
  const movedUp = ofQuiet.starts.filter((start) => start !== undefined);
  expect(movedUp.length).toBeGreaterThanOrEqual(1);
});
