import { beforeAll, expect, test } from 'vitest';
import { creationKeys, listByCreation } from '../../../functions/shared/creation-index.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

/** Orders of two methods, placed in turns: `of` says of which the n-th is. */
async function placed(owner: string, of: readonly ('ORDER' | 'WALLETORDER')[]) {
  for (const [at, kind] of of.entries()) {
    const id = `${kind === 'ORDER' ? 'paid' : 'wallet'}-${at}`;
    const createdAt = new Date(Date.UTC(2026, 10, 20, 0, at)).toISOString();
    const keys = { PK: owner, SK: `ORDER#${id}`, ...creationKeys({ owner, kind, createdAt, id }) };
    await tables.transactions.write({ table: tables.transactions.name, put: { ...keys, id } });
  }
}

/** All pages of the list, each of at most `limit`. */
async function pagesOf(owner: string, kinds: readonly Uppercase<string>[], limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const read = ({ id }: Record<string, unknown>) => String(id);
    const page = await listByCreation(tables.transactions, { owner, kinds, filter: '', limit, cursor, read });
    pages.push(page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return pages;
}

const mixed = ['ORDER', 'ORDER', 'WALLETORDER', 'ORDER', 'WALLETORDER', 'WALLETORDER', 'WALLETORDER'] as const;
const newestFirst = ['wallet-6', 'wallet-5', 'wallet-4', 'paid-3', 'wallet-2', 'paid-1', 'paid-0'];

test.for([1, 2, 3, 7, 100])('P31 a list of several methods is one, newest first, in pages of %d', async (limit) => {
  const owner = `MERCHANT#mixed-${limit}`;
  await placed(owner, mixed);
  const pages = await pagesOf(owner, ['ORDER', 'WALLETORDER'], limit);
  expect(pages.flat()).toEqual(newestFirst);
  expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(limit);
});

test('P31 a list by method looks at the orders of that method only', async () => {
  await placed('MERCHANT#one', mixed);
  expect((await pagesOf('MERCHANT#one', ['ORDER'], 2)).flat()).toEqual(['paid-3', 'paid-1', 'paid-0']);
  expect((await pagesOf('MERCHANT#one', ['WALLETORDER'], 100)).flat()).toHaveLength(4);
});

test('P31 a cursor of the mixed list is none of the list by method', async () => {
  await placed('MERCHANT#cursor', mixed);
  const asked = { owner: 'MERCHANT#cursor', filter: '', limit: 2, read: () => 'one' };
  const { nextCursor } = await listByCreation(tables.transactions, { ...asked, kinds: ['ORDER', 'WALLETORDER'] });
  const other = listByCreation(tables.transactions, { ...asked, kinds: ['ORDER'], cursor: nextCursor ?? '' });
  await expect(other).rejects.toMatchObject({ code: 'MalformedRequest' });
});
