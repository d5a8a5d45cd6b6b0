import { randomUUID } from 'node:crypto';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';

export const dynamo = new DynamoDBClient({});

/** What happened, and when by the function's own clock: the test reads it back. */
export async function record(kind, detail = '') {
  const Item = {
    id: { S: randomUUID() },
    kind: { S: kind },
    at: { S: new Date().toISOString() },
    detail: { S: String(detail) },
  };
  await dynamo.send(new PutItemCommand({ TableName: process.env.JOURNAL, Item }));
}

export async function entries() {
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: process.env.JOURNAL, ConsistentRead: true }));
  return Items.map(({ kind, at, detail }) => ({ kind: kind.S, at: at.S, detail: detail.S })).sort((a, b) =>
    a.at.localeCompare(b.at),
  );
}
