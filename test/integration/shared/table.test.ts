import { beforeAll, describe, expect, test } from 'vitest';
import { isNew, WriteRefused } from '../../../functions/shared/write.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

describe('a table', () => {
  test('gives back what was written', async () => {
    const { transactions } = tables;
    const item = { PK: 'A', SK: '1', amount: 12_000, nested: { flag: true } };
    await transactions.write({ table: transactions.name, put: item });
    expect(await transactions.get({ PK: 'A', SK: '1' })).toEqual(item);
  });

  test('writes all or nothing, and says what each refused write met', async () => {
    const { transactions } = tables;
    await transactions.write({ table: transactions.name, put: { PK: 'B', SK: '1', first: true } });
    const again = transactions.write(
      { table: transactions.name, put: { PK: 'B', SK: '2' }, condition: isNew },
      { table: transactions.name, put: { PK: 'B', SK: '1' }, condition: isNew },
    );
    await expect(again).rejects.toThrow(WriteRefused);
    await expect(again).rejects.toMatchObject({ found: [undefined, { item: { PK: 'B', SK: '1', first: true } }] });
    expect(await transactions.get({ PK: 'B', SK: '2' })).toBeUndefined();
  });

  test('lists a partition in pages, in the order of its keys', async () => {
    const { ledger } = tables;
    for (const SK of ['3', '1', '2']) await ledger.write({ table: ledger.name, put: { PK: 'C', SK } });
    const first = await ledger.query({ partition: 'C', limit: 2 });
    const rest = await ledger.query({ partition: 'C', limit: 2, after: first.last });
    expect(first.items.map((item) => item.SK)).toEqual(['1', '2']);
    expect(rest).toEqual({ items: [{ PK: 'C', SK: '3' }] });
  });
});
