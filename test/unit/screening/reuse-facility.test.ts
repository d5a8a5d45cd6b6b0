import { describe, expect, test } from 'vitest';
import { newCreditAccount } from '../../../functions/buyers/credit-account.ts';
import type { DealingRelation } from '../../../functions/screening/reuse-facility.ts';
import { yen } from '../../../functions/shared/money.ts';
import { setUp } from './machine-rig.ts';

const theirs = { merchantId: 'mer_elsewhere', buyerId: 'buy_there' };

/** The company's relation with another merchant; the tests stand at 30 November 2026. */
const trading = (changes: Partial<DealingRelation> = {}, terms: object = {}): DealingRelation => ({
  ...theirs,
  state: 'active',
  contactEmail: async () => 'hanako@minato.example.jp',
  account: {
    ...newCreditAccount(theirs, { limit: yen(2_000_000), startsOn: '2026-06-01', endsOn: '2027-05-31' }),
    ...terms,
  },
  ...changes,
});

/** The company has applied before, so it is known by an id. */
async function applies(relations: readonly DealingRelation[], changes: object = {}, people: object = {}) {
  const { world, screen } = setUp();
  world.relations.push(...relations);
  const input = await world.apply({ companyId: 'com_known', ...changes }, people);
  await screen(input);
  return {
    world,
    input,
    buyer: world.buyers.get(input.buyerId),
    examination: world.examinations.get(input.examinationId),
  };
}

describe('P7 a company that trades on credit at another shop', () => {
  test('P7 gets a relation with this one at once: nobody asks the bureau, the lists are searched again', async () => {
    const { world, buyer, examination } = await applies([trading()]);
    expect(world.bureau.calls).toEqual([]);
    expect(buyer).toMatchObject({ state: 'active', stateReason: 'facility_reused' });
    expect(examination).toMatchObject({
      state: 'decided',
      listDecision: 'clear',
      reusedFrom: theirs,
      ruling: { outcome: 'approve', reason: 'facility_reused', decidedBy: 'policy:facility-reuse' },
    });
    expect(examination?.inquiry).toBeUndefined();
  });

  test('P7 gets credit of its own there, until the day to which it was examined', async () => {
    const { world } = await applies([trading()]);
    expect(world.facilities).toMatchObject([
      { merchantId: 'mer_demo', limit: 2_000_000, startsOn: '2026-11-30', endsOn: '2027-05-31' },
    ]);
  });

  test.for([
    ['what it asks for', 500_000, [trading()], 500_000],
    ['what was examined, where it asks for more', 9_000_000, [trading()], 2_000_000],
    [
      'what its largest relation was examined for',
      undefined,
      [trading(), trading({ merchantId: 'mer_third' }, { limit: 3_000_000 })],
      3_000_000,
    ],
    [
      'what the policy leaves for the company at all merchants',
      undefined,
      [
        trading(),
        trading({ merchantId: 'mer_third' }, { limit: 9_500_000 }),
        ...[4, 5].map((n) => trading({ merchantId: `mer_${n}` }, { limit: 9_000_000 })),
      ],
      500_000,
    ],
  ] as const)('P7 gets %s', async ([, requestedCreditLimit, relations, limit]) => {
    const { world } = await applies(relations, requestedCreditLimit === undefined ? {} : { requestedCreditLimit });
    expect(world.facilities).toMatchObject([{ limit }]);
  });

  test.for([
    ['is suspended there', trading({ state: 'suspended' })],
    ['has a suspended account there', trading({}, { state: 'suspended' })],
    ['has credit there that has ended', trading({}, { endsOn: '2026-11-29' })],
    ['has credit there that has not begun', trading({}, { startsOn: '2026-12-01' })],
    ['was rejected there', trading({ state: 'rejected', account: undefined })],
    ['has it at the same shop', trading({ merchantId: 'mer_demo' })],
    ['trades under the address of another contact', trading({ contactEmail: async () => 'ceo@minato.example.jp' })],
    ['has less credit left in all than the least limit', trading({}, { limit: 30_000_000 })],
  ] as const)('P7 is examined like everybody else where it %s', async ([, relation]) => {
    const { world, examination } = await applies([relation]);
    expect(world.bureau.calls).toHaveLength(1);
    expect(examination?.reusedFrom).toBeUndefined();
    expect(examination?.ruling?.reason).not.toBe('facility_reused');
  });

  test('P7 is examined where its representative is on a list by now', async () => {
    const representative = {
      familyName: '空蝉',
      givenName: '龍蔵',
      familyNameKana: 'ウツセミ',
      givenNameKana: 'リュウゾウ',
    };
    const { world, buyer, examination } = await applies([trading()], {}, { representative });
    expect(examination?.listDecision).toBe('block');
    expect(buyer?.state).toBe('under_review');
    expect(world.facilities).toEqual([]);
  });

  test('P7 is examined where the relations cannot be read: a fault takes nobody’s application', async () => {
    const { world, screen, time } = setUp();
    world.broken.add('reuseFacilityStep');
    const input = await world.apply({ companyId: 'com_known' });
    await screen(input);
    await time.advance(600);
    expect(world.bureau.calls).toHaveLength(1);
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'active', stateReason: null });
  });
});
