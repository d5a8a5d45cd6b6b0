import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { lazy } from './lazy.ts';
import { type Item, type Key, type Page, type PageRequest, pageInput, type ScanRequest, scanInput } from './page.ts';
import { refusedWrites, retryingConflicts, transactItem, type Write } from './write.ts';

/**
 * The store's port to DynamoDB. Stores build keys and expressions; this file knows the wire.
 * Reads of single items are strongly consistent: money is never decided on a stale image.
 */
export interface Table {
  readonly name: string;
  get(key: Key): Promise<Item | undefined>;
  /** At most 100 keys; in the order of the keys, without those that do not exist. */
  getMany(keys: readonly Key[]): Promise<Item[]>;
  query(request: PageRequest): Promise<Page>;
  scan(request: ScanRequest): Promise<Page>;
  /**
   * All of them or none. One write alone costs one unit per kilobyte, in a transaction each costs two (PERFORMANCE.md 0.2).
   * Throws `WriteRefused` when a condition does not hold, `WriteContended` when other transactions were in the way throughout.
   */
  write(...writes: readonly Write[]): Promise<void>;
  /**
   * Puts each item by itself and without a condition, many in one request: for items that a repeat writes the same again. No
   * key twice. When it throws, some may have been written.
   */
  putAll(items: readonly Item[]): Promise<void>;
}

const marshallOptions = { removeUndefinedValues: true } as const;

const sharedClient = lazy(() => new DynamoDBClient());

export function openTable(name: string, client: DynamoDBClient = sharedClient()): Table {
  return {
    name,
    get: async (key) => {
      const found = await client.send(
        new GetItemCommand({ TableName: name, Key: marshall(key), ConsistentRead: true }),
      );
      return found.Item && unmarshall(found.Item);
    },
    getMany: (keys) => getMany(client, name, keys),
    query: async (request) => page(await client.send(new QueryCommand(pageInput(name, request)))),
    scan: async (request) => page(await client.send(new ScanCommand(scanInput(name, request)))),
    write: (...writes) => retryingConflicts(() => send(client, writes)),
    putAll: (items) => putAll(client, name, items),
  };
}

const page = (found: Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>): Page => ({
  items: (found.Items ?? []).map((item) => unmarshall(item)),
  ...(found.LastEvaluatedKey ? { last: unmarshall(found.LastEvaluatedKey) } : {}),
});

async function getMany(client: DynamoDBClient, name: string, keys: readonly Key[]): Promise<Item[]> {
  const found = new Map<string, Item>();
  let wanted = keys.map((key) => marshall(key));
  while (wanted.length > 0) {
    const answer = await client.send(
      new BatchGetItemCommand({ RequestItems: { [name]: { Keys: wanted, ConsistentRead: true } } }),
    );
    for (const raw of answer.Responses?.[name] ?? []) {
      const item = unmarshall(raw);
      found.set(`${item.PK} ${item.SK}`, item);
    }
    wanted = answer.UnprocessedKeys?.[name]?.Keys ?? []; // throttled keys are asked for again
  }
  return keys.flatMap(({ PK, SK }): Item[] => {
    const item = found.get(`${PK} ${SK}`);
    return item ? [item] : [];
  });
}

/** BatchWriteItem takes 25 items. */
const putsPerRequest = 25;
const putTriesMax = 6;
const putDelayMs = 50;

async function putAll(client: DynamoDBClient, name: string, items: readonly Item[]): Promise<void> {
  for (let at = 0; at < items.length; at += putsPerRequest) {
    let wanted = items
      .slice(at, at + putsPerRequest)
      .map((item): WriteRequest => ({ PutRequest: { Item: marshall(item, marshallOptions) } }));
    for (let tries = 1; wanted.length > 0; tries++) {
      if (tries > putTriesMax) throw new Error(`${wanted.length} items of a batch were not taken`);
      const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: wanted } }));
      wanted = answer.UnprocessedItems?.[name] ?? []; // throttled ones are sent again, after a while
      if (wanted.length > 0) await pause(Math.random() * putDelayMs * 2 ** tries);
    }
  }
}

async function send(client: DynamoDBClient, writes: readonly Write[]): Promise<void> {
  const items = writes.map((write) => transactItem(write, marshallOptions));
  const [only] = items;
  try {
    if (items.length === 1 && only?.Put) await client.send(new PutItemCommand(only.Put));
    else if (items.length === 1 && only?.Update) await client.send(new UpdateItemCommand(only.Update));
    else await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
  } catch (error) {
    throw refusedWrites(error, items.length) ?? error;
  }
}
