import { beforeAll, describe, expect, test } from 'vitest';
import { answer } from '../../../functions/shared/answer.ts';
import { earlierAnswer, type OnceOwner, writeOnce } from '../../../functions/shared/once.item.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { isNew, WriteRefused } from '../../../functions/shared/write.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';

const clock = { now: () => Date.parse('2026-04-01T00:00:00Z') };
const owner: OnceOwner = 'MERCHANT#mer_once';

describe('a request that is carried out once', () => {
  let tables: TestTables;
  beforeAll(async () => {
    tables = await testTables();
  });

  const carryOut = (key: string, body: unknown, thing: string, told: unknown = { thing }) =>
    writeOnce(tables.transactions, clock, {
      owner,
      once: onceRequest('mer_once POST /v1/things', key, body),
      answer: answer(201, told),
      writes: [{ table: tables.transactions.name, put: { PK: owner, SK: `THING#${thing}` }, condition: isNew }],
    });

  test('is answered with the first answer to the byte when it comes again, and changes nothing', async () => {
    const first = await carryOut('k1', { a: 1, b: 2 }, 'one');
    const second = await carryOut('k1', { b: 2, a: 1 }, 'two', { thing: 'two' });
    expect(first.replayed).toBeUndefined();
    expect(second).toEqual({ status: 201, body: first.body, replayed: true });
    expect(await tables.transactions.get({ PK: owner, SK: 'THING#two' })).toBeUndefined();
  });

  test('is refused when its key comes with another body', async () => {
    await carryOut('k2', { a: 1 }, 'three');
    await expect(carryOut('k2', { a: 2 }, 'four')).rejects.toMatchObject({ code: 'IdempotencyKeyReused' });
    expect(await tables.transactions.get({ PK: owner, SK: 'THING#four' })).toBeUndefined();
  });

  test('leaves no proof when its effect was refused', async () => {
    await carryOut('k3', {}, 'five');
    await expect(carryOut('k4', {}, 'five')).rejects.toThrow(WriteRefused);
    const once = onceRequest('mer_once POST /v1/things', 'k4', {});
    expect(await earlierAnswer(tables.transactions, owner, once)).toBeUndefined();
  });

  test('is found again before it is tried', async () => {
    await carryOut('k5', {}, 'six');
    const once = onceRequest('mer_once POST /v1/things', 'k5', {});
    expect(await earlierAnswer(tables.transactions, owner, once)).toMatchObject({ status: 201, replayed: true });
  });

  test('has one effect when it comes twenty times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => carryOut('k6', {}, `crowd-${n}`)));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });
});
