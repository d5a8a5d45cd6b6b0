import { beforeAll, describe, expect, test } from 'vitest';
import {
  type CreditAccount,
  type CreditAccountId,
  creditAccountKey,
} from '../../../functions/buyers/credit-account.ts';
import { policyStore } from '../../../functions/credit/apply-policy.store.ts';
import { applyPolicy } from '../../../functions/credit/apply-policy.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { creditRelations } from '../../support/credit-relations.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';
import { clockAt } from '../../support/orders.ts';

const clock = clockAt('2026-10-20T03:00:00Z');
const vault = openVault(keyService(), clock);

describe('P10 a version of the credit policy that takes effect', () => {
  let tables: TestTables;
  let grant: ReturnType<typeof creditRelations>;
  beforeAll(async () => {
    tables = await testTables();
    grant = creditRelations(tables.transactions, vault, clock);
  });
  const run = (accounts = policyStore(tables.transactions)) => applyPolicy({ clock, accounts });
  const rulesOf = async (id: CreditAccountId) => (await tables.transactions.get(creditAccountKey(id)))?.rules;

  test('P10 reaches the accounts that there are on its first day, once, and those that are opened later by themselves', async () => {
    const early = [await grant(), await grant({ limit: 2_000_000 }), await grant()];
    expect(await run()).toEqual({ accountsUpdated: 0 });
    clock.set('2026-10-31T14:59:59Z');
    expect(await run()).toEqual({ accountsUpdated: 0 });
    expect(await rulesOf(early[0] as CreditAccountId)).toMatchObject({ policy: 'credit-policy-2026-01' });

    clock.set('2026-10-31T16:00:00Z'); // one o'clock of the first of November in Japan
    const late = await grant();
    expect(await run()).toEqual({ accountsUpdated: 3 });
    for (const buyer of [...early, late]) {
      expect(await rulesOf(buyer)).toMatchObject({ policy: 'credit-policy-2026-02', bureauCheckAbove: 3_000_000 });
    }
    expect(await run()).toEqual({ accountsUpdated: 0 });
  });

  test('P10 is taken up by the next run where an account changed at the same moment', async () => {
    clock.set('2026-10-20T03:00:00Z');
    const own = await testTables();
    const buyer = await creditRelations(own.transactions, vault, clock)();
    clock.set('2026-11-02T03:00:00Z');
    const store = policyStore(own.transactions);
    const stale = {
      ...store,
      setRules: (account: CreditAccount, rules: NonNullable<CreditAccount['rules']>) =>
        store.setRules({ ...account, limit: account.limit + 1 }, rules),
    };
    expect(await run(stale)).toEqual({ accountsUpdated: 0 });
    expect(await run(store)).toEqual({ accountsUpdated: 1 });
    expect((await own.transactions.get(creditAccountKey(buyer)))?.rules).toMatchObject({
      policy: 'credit-policy-2026-02',
    });
  });

  test('P10 reaches all others where one account cannot be written, and that one with the next run', async () => {
    clock.set('2026-10-20T03:00:00Z');
    const own = await testTables();
    const granted = creditRelations(own.transactions, vault, clock);
    const buyers = [await granted(), await granted()];
    clock.set('2026-11-02T03:00:00Z');
    const store = policyStore(own.transactions);
    let failed = '';
    const failing: typeof store = {
      ...store,
      setRules: async (account, rules) => {
        if (failed !== '') return store.setRules(account, rules);
        failed = account.SK;
        throw new Error('the table is not there');
      },
    };
    await expect(run(failing)).rejects.toThrow('1 accounts failed');
    for (const key of buyers.map(creditAccountKey)) {
      const policy = key.SK === failed ? 'credit-policy-2026-01' : 'credit-policy-2026-02';
      expect(await own.transactions.get(key)).toMatchObject({ rules: { policy } });
    }
    expect(await run(store)).toEqual({ accountsUpdated: 1 });
  });
});
