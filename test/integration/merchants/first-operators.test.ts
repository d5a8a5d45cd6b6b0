import { beforeEach, describe, expect, test } from 'vitest';
import { apiKeyWrites, findApiKey, firstOperatorStore } from '../../../functions/merchants/api-key.store.ts';
import { drawKey, hashOf } from '../../../functions/merchants/api-key.ts';
import { authorize } from '../../../functions/merchants/authorize.ts';
import { firstOperators } from '../../../functions/merchants/first-operators.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';

const start = Date.parse('2026-11-02T00:00:00Z');

let tables: TestTables;
beforeEach(async () => {
  tables = await testTables();
});

const [sato, suzuki] = [drawKey('live'), drawKey('live')];
const run = (keys: readonly [string, string] = [sato, suzuki]) =>
  firstOperators({ clock: { now: () => start }, environment: 'live', keys: firstOperatorStore(tables.transactions) }, [
    { label: '佐藤', sha256: hashOf(keys[0]) },
    { label: '鈴木', sha256: hashOf(keys[1]) },
  ]);
const whoHas = (key: string) =>
  authorize(
    {
      keys: { find: (hash) => findApiKey(tables.transactions, hash) },
      clock: { now: () => start },
      environment: 'live',
    },
    `Bearer ${key}`,
  );
async function revoke(key: string) {
  const known = await findApiKey(tables.transactions, hashOf(key));
  if (!known) throw new Error('the key is not kept');
  await tables.transactions.write(
    ...apiKeyWrites(tables.transactions.name, { ...known, state: 'revoked', version: known.version + 1 }),
  );
}

describe('P1 the first two operators of a deployment', () => {
  test('are let in by the hashes of keys that only they have seen', async () => {
    const keys = await run();
    expect(keys.map(({ label }) => label)).toEqual(['佐藤', '鈴木']);
    for (const key of [sato, suzuki]) {
      expect(await whoHas(key)).toMatchObject({ kind: 'operator', scopes: 'operator' });
    }
    const { items } = await tables.transactions.scan({});
    for (const key of [sato, suzuki]) expect(JSON.stringify(items)).not.toContain(key);
  });

  test('are two different people to whatever takes four eyes', async () => {
    const [one, other] = await run();
    expect(one?.keyId).not.toBe(other?.keyId);
    await expect(run([sato, sato])).rejects.toThrow();
  });

  test('are let in once: where two operators have keys, they let in others', async () => {
    await run();
    await expect(run([drawKey('live'), drawKey('live')])).rejects.toThrow('There are 2 operators with keys');
  });

  test('are let in once also when it is run twice at the same moment', async () => {
    const runs = await Promise.allSettled([run(), run([drawKey('live'), drawKey('live')])]);
    expect(runs.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('can be let in anew where fewer than two keys are left, so that nobody is locked out', async () => {
    await run();
    await revoke(sato);
    const [again, other] = [drawKey('live'), drawKey('live')] as const;
    await run([again, other]);
    expect(await whoHas(again)).toMatchObject({ kind: 'operator' });
    expect(await whoHas(sato)).toEqual({ kind: 'anonymous' });
    await expect(run([drawKey('live'), drawKey('live')])).rejects.toThrow('There are 3 operators with keys');
  });

  test('are not let in by something that is no hash, such as the key itself', async () => {
    const ports = { clock: { now: () => start }, environment: 'live', keys: firstOperatorStore(tables.transactions) };
    const holders = [
      { label: '佐藤', sha256: sato },
      { label: '鈴木', sha256: hashOf(suzuki) },
    ] as const;
    await expect(firstOperators({ ...ports, environment: 'live' }, holders)).rejects.toThrow('not the SHA-256');
  });
});
