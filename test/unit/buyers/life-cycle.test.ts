import { describe, expect, test } from 'vitest';
import {
  applied,
  type Buyer,
  buyerStates,
  decideBy,
  moveTo,
  nextActions,
  nextStates,
  reapplyOn,
  stayFor,
} from '../../../functions/buyers/buyer.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { aBuyer } from '../../support/buyers.ts';
import { keyService } from '../../support/key-service.ts';

const vault = openVault(keyService(), { now: () => 0 });
const inState = (state: Buyer['state'], at = '2026-04-01T00:00:00.000Z') =>
  aBuyer(vault, { state, stateHistory: [{ state, reason: null, at }] });

describe('the life cycle of a buyer', () => {
  const moves = buyerStates.flatMap((from) => buyerStates.map((to) => [from, to] as const));

  test.for(moves)('from %s to %s is as the table says', async ([from, to]) => {
    const buyer = await inState(from);
    const move = () => moveTo(buyer, to, '2026-04-02T00:00:00.000Z', 'why');
    if (!nextStates[from].includes(to)) {
      expect(move).toThrow(expect.objectContaining({ code: 'BuyerStateConflict', facts: { state: from } }));
      return;
    }
    expect(move()).toMatchObject({ state: to, stateReason: 'why', version: buyer.version + 1 });
    expect(move().stateHistory).toEqual([
      ...buyer.stateHistory,
      { state: to, reason: 'why', at: '2026-04-02T00:00:00.000Z' },
    ]);
  });

  test('has an application decided within three business days', async () => {
    // Friday, 1 May 2026; the week after has holidays from Monday to Wednesday.
    const buyer = applied(await inState('awaiting_application'), '2026-05-01T03:00:00.000Z');
    expect(decideBy(buyer, '2026-05-01')).toBe('2026-05-11');
    expect(decideBy(await inState('active'), '2026-05-01')).toBeNull();
  });

  test('does not count the days on which its answers were awaited', async () => {
    const applying = applied(await inState('awaiting_application'), '2026-05-11T03:00:00.000Z'); // a Monday
    const asked = stayFor(applying, '2026-05-12T03:00:00.000Z', 'info_required');
    expect(decideBy(asked, '2026-05-12')).toBe('2026-05-14');
    expect(decideBy(asked, '2026-05-17')).toBe('2026-05-19'); // a Sunday: three business days have gone by
    const answered = stayFor(asked, '2026-05-14T16:00:00.000Z', 'manual_review'); // Friday in Japan
    expect(decideBy(answered, '2026-06-30')).toBe('2026-05-19');
    const again = stayFor(answered, '2026-05-18T00:00:00.000Z', 'info_required');
    const atOnce = stayFor(again, '2026-05-18T09:00:00.000Z', 'manual_review');
    expect(decideBy(atOnce, '2026-06-30')).toBe('2026-05-19');
  });

  test('counts the days of its latest application only', async () => {
    const first = stayFor(
      applied(await inState('awaiting_application'), '2026-05-11T03:00:00.000Z'),
      '2026-05-12T03:00:00.000Z',
      'info_required',
    );
    const rejected = moveTo(first, 'rejected', '2026-05-29T03:00:00.000Z');
    expect(decideBy(applied(rejected, '2026-09-01T03:00:00.000Z'), '2026-09-01')).toBe('2026-09-04');
  });

  test('leaves open questions behind when it is decided', async () => {
    const informationRequest = { requestId: 'inf_1', questions: [], askedAt: '2026-05-12T03:00:00.000Z' };
    const asked = { ...(await inState('under_review')), informationRequest };
    expect(nextActions(asked, '2026-05-12')).toEqual(['provide_information']);
    expect(moveTo(asked, 'active', '2026-05-13T03:00:00.000Z')).not.toHaveProperty('informationRequest');
  });

  test('ends when it is closed', () => {
    expect(nextStates.closed).toEqual([]);
  });

  test('leads to active only through a review, or back from a suspension', () => {
    const before = buyerStates.filter((state) => nextStates[state].includes('active'));
    expect(before).toEqual(['under_review', 'suspended']);
  });

  test.for(['awaiting_application', 'not_applied'] as const)('lets a buyer that is %s apply', async (state) => {
    const buyer = applied(await inState(state), '2026-04-01T00:00:00.000Z');
    expect(buyer).toMatchObject({ state: 'under_review', stateReason: 'screening' });
    expect(buyer.examinationId).toMatch(/^exm_[0-9A-Z]{26}$/);
  });

  test.for(['under_review', 'suspended', 'active', 'closed'] as const)(
    'lets no buyer apply that is %s',
    async (state) => {
      const buyer = await inState(state);
      expect(() => applied(buyer, '2026-04-01T00:00:00.000Z')).toThrow(
        expect.objectContaining({ code: 'BuyerStateConflict' }),
      );
    },
  );

  test('lets a rejected buyer apply again after ninety days in Japan, not a moment earlier', async () => {
    const buyer = await inState('rejected', '2026-03-31T15:00:00.000Z'); // 1 April in Japan
    expect(reapplyOn(buyer)).toBe('2026-06-30');
    expect(() => applied(buyer, '2026-06-29T14:59:59.999Z')).toThrow(
      expect.objectContaining({ code: 'ReapplicationTooEarly', facts: { reapplyOn: '2026-06-30' } }),
    );
    expect(applied(buyer, '2026-06-29T15:00:00.000Z')).toMatchObject({ state: 'under_review' });
  });

  test('opens another examination with each application', async () => {
    const first = applied(await inState('awaiting_application'), '2026-04-01T00:00:00.000Z');
    const rejected = moveTo(first, 'rejected', '2026-04-02T00:00:00.000Z');
    expect(applied(rejected, '2026-08-01T00:00:00.000Z').examinationId).not.toBe(first.examinationId);
  });

  test('says what can be done next', async () => {
    const next = async (state: Buyer['state'], today = '2026-04-01') => nextActions(await inState(state), today);
    expect(await next('awaiting_application')).toEqual(['apply']);
    expect(await next('under_review')).toEqual(['await_decision']);
    expect(await next('active')).toEqual(['place_order']);
    expect(await next('suspended')).toEqual([]);
    expect(await next('rejected', '2026-06-29')).toEqual([]);
    expect(await next('rejected', '2026-06-30')).toEqual(['apply']);
  });
});
