import { describe, expect, test } from 'vitest';
import { type Buyer, buyerStates } from '../../../functions/buyers/buyer.ts';
import { newCreditAccount } from '../../../functions/buyers/credit-account.ts';
import { yen } from '../../../functions/shared/money.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { liveStatus, memberLabels, shownStatus } from '../../../functions/storefront/member-status.ts';
import { aBuyer } from '../../support/buyers.ts';
import { keyService } from '../../support/key-service.ts';

const vault = openVault(keyService(), { now: () => 0 });
const id = { merchantId: 'mer_demo', buyerId: 'buy_1' };
const account = newCreditAccount(id, { limit: yen(500_000), startsOn: '2026-04-01', endsOn: '2027-03-31' });
const now = { today: '2026-04-10', at: '2026-04-10T03:00:00.000Z' };
const inState = (state: Buyer['state'], at = '2026-04-05T00:00:00.000Z') =>
  aBuyer(vault, { state, stateHistory: [{ state, reason: null, at }] });

describe('P8: the label of a member', () => {
  test('is one of the seven words of the list, and blank before there is an application', () => {
    expect(buyerStates.map((state) => memberLabels[state].ja)).toEqual([
      '',
      '申請待ち',
      '申請済(審査中)',
      '利用不可',
      '利用可能-取引不可',
      '利用可能-取引中',
      '利用終了',
    ]);
  });

  test('of an active member with credit is 取引中', async () => {
    expect(liveStatus(await inState('active'), account, now)).toMatchObject({ state: 'active', reason: null });
  });

  test.for([
    ['its limit is used up', { available: 0 }, 'credit_insufficient'],
    ['its facility has ended', { endsOn: '2026-04-09' }, 'facility_expired'],
    ['its facility has not begun', { startsOn: '2026-04-11' }, 'facility_not_started'],
    ['its account is suspended', { state: 'suspended' }, 'facility_suspended'],
  ] as const)('of an active member is 取引不可 when %s', async ([, change, reason]) => {
    const status = liveStatus(await inState('active'), { ...account, ...change }, now);
    expect(status).toMatchObject({ state: 'suspended', reason });
  });

  test('of a member that pays otherwise now is still that of its credit', async () => {
    const buyer = { ...(await inState('active')), paymentMethods: ['銀行振込'] };
    expect(liveStatus(buyer, account, now).state).toBe('active');
  });
});

describe('P9: what the list shows', () => {
  test('is what the latest refresh found', async () => {
    const refreshed = liveStatus(await inState('active'), { ...account, available: 0 }, now);
    expect(shownStatus(await inState('active'), refreshed)).toEqual(refreshed);
  });

  test('is the latest change of state where that came after the refresh: a push is not lost to an old look', async () => {
    const refreshed = liveStatus(await inState('under_review'), undefined, now);
    const decided = await inState('active', '2026-04-10T03:00:00.001Z');
    expect(shownStatus(decided, refreshed)).toMatchObject({ state: 'active', checkedAt: '2026-04-10T03:00:00.001Z' });
  });

  test('does not follow what only the live account knows until somebody refreshes', async () => {
    expect(shownStatus(await inState('active'), undefined).state).toBe('active');
  });

  test('is as old as the move into a state, not as the latest note on it', async () => {
    const buyer = await aBuyer(vault, {
      state: 'under_review',
      stateHistory: [
        { state: 'under_review', reason: 'screening', at: '2026-04-05T00:00:00.000Z' },
        { state: 'under_review', reason: 'manual_review', at: '2026-04-06T00:00:00.000Z' },
      ],
    });
    expect(shownStatus(buyer, undefined).checkedAt).toBe('2026-04-05T00:00:00.000Z');
  });
});
