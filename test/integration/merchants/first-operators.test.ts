import { beforeEach, describe, expect, test } from 'vitest';
import { apiKeyWrites, findApiKey, firstOperatorStore } from '../../../functions/merchants/api-key.store.ts';
import { hashOf } from '../../../functions/merchants/api-key.ts';
import { authorize } from '../../../functions/merchants/authorize.ts';
import { firstOperators } from '../../../functions/merchants/first-operators.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';

const start = Date.parse('2026-11-02T00:00:00Z');
const day = 24 * 60 * 60 * 1000;

let tables: TestTables;
beforeEach(async () => {
  tables = await testTables();
});

const run = (now = start) =>
  firstOperators({ clock: { now: () => now }, environment: 'live', keys: firstOperatorStore(tables.transactions) }, [
    '佐藤',
    '鈴木',
  ]);
const whoHas = (key: string, now: number) =>
  authorize(
    { keys: { find: (hash) => findApiKey(tables.transactions, hash) }, clock: { now: () => now }, environment: 'live' },
    `Bearer ${key}`,
  );

describe('P1 the first two operators of a deployment', () => {
  test('get a key each, which opens the operators’ doors for a week', async () => {
    const keys = await run();
    expect(keys.map(({ label }) => label)).toEqual(['佐藤', '鈴木']);
    for (const { key } of keys) {
      expect(key).toMatch(/^sk_live_[0-9a-f]{48}$/);
      expect(await whoHas(key, start + 6 * day)).toMatchObject({ kind: 'operator', scopes: 'operator' });
      expect(await whoHas(key, start + 7 * day)).toEqual({ kind: 'anonymous' });
    }
    const { items } = await tables.transactions.scan({});
    for (const { key } of keys) expect(JSON.stringify(items)).not.toContain(key);
  });

  test('are two different people to whatever takes four eyes', async () => {
    const [one, other] = await run();
    expect(one?.keyId).not.toBe(other?.keyId);
  });

  test('are made once: where two operators have keys, they give keys to others', async () => {
    await run();
    await expect(run()).rejects.toThrow('There are 2 operators with keys');
  });

  test('are made once also when it is run twice at the same moment', async () => {
    const runs = await Promise.allSettled([run(), run()]);
    expect(runs.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('can be made again when their keys have ended, so that nobody is locked out', async () => {
    await run();
    const again = await run(start + 8 * day);
    expect(await whoHas(again[0]?.key ?? '', start + 8 * day)).toMatchObject({ kind: 'operator' });
  });

  test('are not made again as long as a revoked key leaves two others', async () => {
    const [first] = await run();
    const known = await findApiKey(tables.transactions, hashOf(first?.key ?? ''));
    if (!known) throw new Error('the key is not kept');
    await tables.transactions.write(
      ...apiKeyWrites(tables.transactions.name, { ...known, state: 'revoked', version: known.version + 1 }),
    );
    expect(await run(start + 1)).toHaveLength(2);
    await expect(run(start + 2)).rejects.toThrow('There are 3 operators with keys');
  });
});
