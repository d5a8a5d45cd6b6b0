import { beforeAll, describe, expect, test } from 'vitest';
import { findApiKey, replacedApiKey } from '../../../functions/merchants/api-key.store.ts';
import { hashOf } from '../../../functions/merchants/api-key.ts';
import { connectionWrites } from '../../../functions/merchants/connection.store.ts';
import { merchantWrite } from '../../../functions/merchants/merchant.item.ts';
import { getMerchant } from '../../../functions/merchants/merchant.store.ts';
import { sandboxMerchants } from '../../../functions/sandbox/merchants.ts';
import { type SeedPorts, seedMerchants } from '../../../functions/sandbox/seed-merchants.ts';
import { type Write, WriteRefused } from '../../../functions/shared/write.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

const seed = () => {
  const { transactions } = tables;
  const ports: SeedPorts = {
    addMerchant: async (merchant) => {
      await unlessThere(merchantWrite(transactions.name, merchant));
      return await getMerchant(transactions, merchant.merchantId);
    },
    addConnection: (connection) => unlessThere(...connectionWrites(transactions.name, connection)),
    findApiKey: (hash) => findApiKey(transactions, hash),
    saveApiKey: (key) => transactions.write(...replacedApiKey(transactions.name, key)),
    clock: { now: () => Date.parse('2026-11-02T00:00:00Z') },
  };
  return seedMerchants(ports, sandboxMerchants);
};
const unlessThere = (...writes: readonly Write[]) =>
  tables.transactions.write(...writes).catch((error: unknown) => {
    if (!(error instanceof WriteRefused)) throw error;
  });

describe('a new sandbox', () => {
  test('has two merchants and three keys that open their doors', async () => {
    await seed();
    const found = await Promise.all(
      ['sk_test_demo', 'sk_test_other', 'sk_test_operator'].map((key) => findApiKey(tables.transactions, hashOf(key))),
    );
    expect(found.map((key) => [key?.kind, key?.merchantId])).toEqual([
      ['merchant', 'mer_demo'],
      ['merchant', 'mer_other'],
      ['operator', ''],
    ]);
    expect(found[0]?.scopes).toContain('orders:write');
    expect(found[0]?.scopes).not.toContain('operator');
    expect(found[2]?.scopes).toEqual(['operator']);
  });

  test('keeps no key and no password in clear', async () => {
    await seed();
    const { items } = await tables.transactions.scan({});
    for (const secret of ['sk_test_', 'shoppass', '1234abc', '0000d3a0']) {
      expect(JSON.stringify(items)).not.toContain(secret);
    }
  });

  test('seeded again, leaves merchants as they are', async () => {
    const { transactions } = tables;
    await seed();
    const key = { PK: 'MERCHANT#mer_demo', SK: 'MERCHANT' };
    const suspended = { ...(await transactions.get(key)), ...key, state: 'suspended', version: 2 };
    await transactions.write({ table: transactions.name, put: suspended });
    await seed();
    expect(await transactions.get(key)).toEqual(suspended);
  });

  test('seeded again, gives no key back what was taken from it or from its merchant', async () => {
    const { transactions } = tables;
    await seed();
    const place = { PK: 'MERCHANT#mer_other', SK: 'MERCHANT' };
    const item = await transactions.get(place);
    await transactions.write({ table: transactions.name, put: { ...item, ...place, state: 'suspended', version: 2 } });
    const [ofOther, ofStaff] = [hashOf('sk_test_other'), hashOf('sk_test_operator2')];
    const staff = await findApiKey(transactions, ofStaff);
    await transactions.write({
      table: transactions.name,
      put: { PK: `OPERATORKEY#${ofStaff}`, SK: 'APIKEY', ...staff, state: 'revoked', version: 7 },
    });
    await seed();
    expect(await findApiKey(transactions, ofOther)).toMatchObject({ isRestricted: true, methods: ['paid'] });
    expect(await findApiKey(transactions, ofStaff)).toMatchObject({ state: 'revoked', version: 8 });
    expect(await findApiKey(transactions, hashOf('sk_test_operator'))).toMatchObject({ state: 'active' });
  });

  test('has no key that nobody was given', async () => {
    await seed();
    expect(await findApiKey(tables.transactions, hashOf('sk_test_demo2'))).toBeUndefined();
  });
});
