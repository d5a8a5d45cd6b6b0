import { randomBytes } from 'node:crypto';
import {
  type AttributeDefinition,
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';
import { openTable, type Table } from '../../functions/shared/table.ts';

/** The product's tables, empty and of one test file's own, in the run's DynamoDB Local (dynamodb.setup.ts). */
export interface TestTables {
  readonly client: DynamoDBClient;
  readonly transactions: Table;
  readonly ledger: Table;
  readonly sandbox: Table;
}

/** For `beforeAll`. Tests of one file share the tables and keep apart by merchant. */
export async function testTables(): Promise<TestTables> {
  const client = new DynamoDBClient({
    endpoint: inject('dynamodbEndpoint'),
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const suffix = randomBytes(4).toString('hex');
  const names = { transactions: `Transactions-${suffix}`, ledger: `Ledger-${suffix}`, sandbox: `Sandbox-${suffix}` };
  await client.send(new CreateTableCommand(transactionsTable(names.transactions)));
  await client.send(new CreateTableCommand(plainTable(names.ledger)));
  await client.send(new CreateTableCommand(plainTable(names.sandbox)));
  return {
    client,
    transactions: openTable(names.transactions, client),
    ledger: openTable(names.ledger, client),
    sandbox: openTable(names.sandbox, client),
  };
}

const keys = (...names: readonly string[]): AttributeDefinition[] =>
  names.map((name) => ({ AttributeName: name, AttributeType: 'S' }));

const keySchema = (partition: string, sort: string): CreateTableCommandInput['KeySchema'] => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: sort, KeyType: 'RANGE' },
];

const plainTable = (name: string): CreateTableCommandInput => ({
  TableName: name,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: keySchema('PK', 'SK'),
  AttributeDefinitions: keys('PK', 'SK'),
});

/**
 * As infra declares it, without the stream, which nobody reads here: with each stream there is, DynamoDB Local takes longer over
 * every write to one of them. The synth suite holds the deployed template to the same keys and indexes.
 */
const transactionsTable = (name: string): CreateTableCommandInput => ({
  ...plainTable(name),
  AttributeDefinitions: keys('PK', 'SK', 'GSI1PK', 'GSI1SK', 'GSI2PK', 'GSI2SK'),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byCreation',
      KeySchema: keySchema('GSI1PK', 'GSI1SK'),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
    {
      IndexName: 'openHolds',
      KeySchema: keySchema('GSI2PK', 'GSI2SK'),
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['amountRemaining', 'expiresOn'] },
    },
  ],
});
