import { itemBytes } from './item-size.ts';
import type { Item, Key, Page } from './page.ts';
import type { Table } from './table.ts';
import type { Write } from './write.ts';

/** What a flow cost, as AWS would charge it. DynamoDB Local misreports transactions (PERFORMANCE.md 0.3), so we count ourselves. */
export interface Meter {
  requests: number;
  writeUnits: number;
  /** Units that secondary indexes cost besides. */
  indexUnits: number;
  readUnits: number;
}

export const newMeter = (): Meter => ({ requests: 0, writeUnits: 0, indexUnits: 0, readUnits: 0 });

/** An index by its key attributes and what it projects besides them. */
export interface MeteredIndex {
  readonly keys: readonly string[];
  readonly projects: readonly string[];
}

/** The indexes of the Transactions table; the synth suite holds them to the template. */
export const transactionsIndexes: readonly MeteredIndex[] = [
  { keys: ['GSI1PK', 'GSI1SK'], projects: [] },
  { keys: ['GSI2PK', 'GSI2SK'], projects: ['amountRemaining', 'expiresOn'] },
];

/**
 * A table that counts what passes through it. To know the image that an update leaves, it looks at the item before and after,
 * past the meter: so it is for tests and the bench, not for production.
 */
export function metered(table: Table, meter: Meter, others: readonly Table[], indexes: readonly MeteredIndex[]): Table {
  const byName = new Map([table, ...others].map((one) => [one.name, one]));
  const image = (write: Write) => byName.get(write.table)?.get(keyOf(write));
  return {
    name: table.name,
    get: async (key) => {
      const item = await table.get(key);
      countRead(meter, item ? [item] : [], 1);
      return item;
    },
    getMany: async (keys) => {
      const items = await table.getMany(keys);
      meter.requests += 1;
      for (const item of items) meter.readUnits += blocks(itemBytes(item), 4096);
      return items;
    },
    query: async (request) => counted(meter, await table.query(request), request.index ? 0.5 : 1),
    scan: async (request) => counted(meter, await table.scan(request), request.index ? 0.5 : 1),
    putAll: async (items) => {
      for (const item of items) {
        const old = await table.get({ PK: String(item.PK), SK: String(item.SK) });
        meter.writeUnits += blocks(Math.max(bytesOf(old), itemBytes(item)), 1024);
        meter.indexUnits += indexUnits(indexes, old, item);
      }
      meter.requests += Math.ceil(items.length / 25);
      await table.putAll(items);
    },
    write: async (...writes) => {
      const before = await Promise.all(writes.map(image));
      meter.requests += 1;
      await table.write(...writes);
      const after = await Promise.all(writes.map(image));
      const factor = writes.length > 1 ? 2 : 1; // a transaction prepares and commits every item
      for (const [at, write] of writes.entries()) {
        meter.writeUnits += factor * blocks(Math.max(bytesOf(before[at]), bytesOf(after[at])), 1024);
        if (write.table === table.name) meter.indexUnits += indexUnits(indexes, before[at], after[at]);
      }
    },
  };
}

function counted(meter: Meter, page: Page, unitsPerBlock: number): Page {
  countRead(meter, page.items, unitsPerBlock);
  return page;
}

function countRead(meter: Meter, items: readonly Item[], unitsPerBlock: number): void {
  const bytes = items.reduce((total, item) => total + itemBytes(item), 0);
  meter.requests += 1;
  meter.readUnits += unitsPerBlock * blocks(bytes, 4096);
}

/** An entry that appears, disappears or changes costs one unit; one that moves to another key costs two. */
function indexUnits(indexes: readonly MeteredIndex[], before: Item | undefined, after: Item | undefined): number {
  return indexes.reduce((units, { keys, projects }) => {
    const [old, fresh] = [entry(before, keys), entry(after, keys)];
    if (old !== fresh) return units + (old && fresh ? 2 : 1);
    const isSame = entry(before, projects, true) === entry(after, projects, true);
    return units + (fresh && !isSame ? 1 : 0);
  }, 0);
}

const entry = (item: Item | undefined, names: readonly string[], partial = false): string =>
  item && (partial || names.every((name) => item[name] !== undefined))
    ? JSON.stringify(names.map((name) => item[name]))
    : '';

const keyOf = (write: Write): Key => {
  if ('put' in write) return { PK: String(write.put.PK), SK: String(write.put.SK) };
  if ('update' in write) return write.update;
  return 'check' in write ? write.check : write.remove;
};

const bytesOf = (item: Item | undefined): number => (item ? itemBytes(item) : 0);
const blocks = (bytes: number, block: number): number => Math.max(1, Math.ceil(bytes / block));
