import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRestricted, Merchant } from '../../../functions/merchants/merchant.ts';
import { type HoldCause, holdCauses } from '../../../functions/merchants/merchant-hold.ts';
import { nextActions } from '../../../functions/merchants/next-actions.ts';
import { heldFor, holdsOf, isHeldFor, releasedFrom } from '../../../functions/merchants/suspend-merchant.ts';

const at = '2026-11-10T00:00:00.000Z';
const started = ['approved', 'sandbox_issued', 'connection_test', 'live'] as const;

const merchant = (state: Merchant['state'], more: Partial<Merchant> = {}): Merchant =>
  Merchant.parse({
    ...{ merchantId: 'mer_1', name: '青空商店', closingDay: 'month_end', payout: { monthsAfter: 2, day: 5 } },
    ...{ state, stateHistory: [{ state, reason: null, at }], version: 1, createdAt: at },
    ...more,
  });

const hold = (cause: HoldCause, ...screeningIds: string[]) => ({ cause, by: 'key_sato', at, screeningIds });
const orders = fc.shuffledSubarray([...holdCauses], { minLength: holdCauses.length });

test('RH a merchant is suspended until the last cause is lifted, in whatever order, and is then what it was', () => {
  fc.assert(
    fc.property(fc.constantFrom(...started), orders, orders, (state, held, lifted) => {
      let now = held.reduce((before, cause) => heldFor(before, hold(cause)), merchant(state));
      for (const cause of lifted) {
        expect([now.state, isRestricted(now), isHeldFor(now, cause)]).toEqual(['suspended', true, true]);
        now = releasedFrom(now, cause, at);
      }
      expect([now.state, isRestricted(now), now.holds]).toEqual([state, false, []]);
      expect(now.version).toBe(1 + held.length + lifted.length);
    }),
  );
});

test('RH the reason that a merchant reads is the same for every cause', () => {
  const reasons = holdCauses.map((cause) => heldFor(merchant('live'), hold(cause)).stateReason);
  expect(new Set(reasons)).toEqual(new Set(['suspended_by_platform']));
  const back = holdCauses.map((cause) => releasedFrom(heldFor(merchant('live'), hold(cause)), cause, at).stateReason);
  expect(new Set(back)).toEqual(new Set(['reinstated']));
});

test('RH a second hit joins the first: one clearing answers for both', () => {
  const twice = heldFor(heldFor(merchant('live'), hold('list_hit', 'scr_1')), hold('list_hit', 'scr_2'));
  expect(twice.holds).toEqual([hold('list_hit', 'scr_1', 'scr_2')]);
  expect(releasedFrom(twice, 'list_hit', at).state).toBe('live');
});

test('RH a suspension of the time before there were causes is an operator’s, also when a hit comes to it', () => {
  const before = merchant('suspended', { stateHistory: [] });
  expect(nextActions(before, '2026-11-10')).toEqual(['propose_reinstatement']);
  const hit = heldFor(before, hold('list_hit', 'scr_1'));
  expect(holdsOf(hit).map(({ cause }) => cause)).toEqual(['operator', 'list_hit']);
  expect(nextActions(hit, '2026-11-10')).toEqual(['propose_reinstatement', 'propose_clearing']);
  expect(releasedFrom(releasedFrom(hit, 'list_hit', at), 'operator', at).state).toBe('live');
});
