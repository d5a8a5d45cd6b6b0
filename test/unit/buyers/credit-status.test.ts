import { describe, expect, test } from 'vitest';
import { newCreditAccount } from '../../../functions/buyers/credit-account.ts';
import { creditStatus } from '../../../functions/buyers/credit-status.ts';
import { endOfTwelveMonths } from '../../../functions/buyers/facility.ts';
import { yen } from '../../../functions/shared/money.ts';

const on = (date: string) => ({ now: () => Date.parse(`${date}T00:00:00+09:00`) });
const account = newCreditAccount(
  { merchantId: 'mer_demo', buyerId: 'buy_1' },
  { limit: yen(1_000_000), startsOn: '2026-04-10', endsOn: '2027-04-09' },
);

describe("a buyer's credit", () => {
  test('is nothing before the approval', () => {
    expect(creditStatus(undefined, 0, on('2026-04-10'))).toEqual({
      limit: 0,
      held: 0,
      receivable: 0,
      available: 0,
      facility: { state: 'inactive', startsOn: null, endsOn: null },
    });
  });

  test('adds up: the limit is what is held, owed and left', () => {
    const used = { ...account, available: 400_000 };
    expect(creditStatus(used, 250_000, on('2026-04-10'))).toMatchObject({
      limit: 1_000_000,
      held: 250_000,
      receivable: 350_000,
      available: 400_000,
    });
  });

  test('that was revoked says so, before its last day and after it', () => {
    const revoked = { ...account, state: 'revoked' as const };
    for (const day of ['2026-04-10', '2027-04-10']) {
      expect(creditStatus(revoked, 0, on(day)).facility.state).toBe('revoked');
    }
  });

  test('never shows a negative receivable while the index lags behind the account', () => {
    const used = { ...account, available: 900_000 };
    expect(creditStatus(used, 250_000, on('2026-04-10'))).toMatchObject({ held: 100_000, receivable: 0 });
  });

  test.for([
    ['2026-04-09', 'inactive'],
    ['2026-04-10', 'active'],
    ['2027-04-09', 'active'],
    ['2027-04-10', 'expired'],
  ] as const)('on %s its facility is %s', ([date, state]) => {
    expect(creditStatus(account, 0, on(date)).facility.state).toBe(state);
  });

  test('is suspended by decision only while it runs', () => {
    const suspended = { ...account, state: 'suspended' as const };
    expect(creditStatus(suspended, 0, on('2026-05-01')).facility.state).toBe('suspended');
    expect(creditStatus(suspended, 0, on('2027-05-01')).facility.state).toBe('expired');
  });

  test.for([
    ['2026-04-10', '2027-04-09'],
    ['2026-01-01', '2026-12-31'],
    ['2028-02-29', '2029-02-28'],
    ['2027-03-01', '2028-02-29'],
  ] as const)('granted on %s lasts until %s', ([from, to]) => {
    expect(endOfTwelveMonths(from)).toBe(to);
  });
});
