import { describe, expect, test } from 'vitest';
import { recompute } from '../../../functions/screening/recompute.ts';
import { decisionInputs } from '../../../functions/screening/score-application.ts';
import { company, marked, reason, setUp } from './machine-rig.ts';

const week = 7 * 24 * 60 * 60;

describe('the screening of an application', () => {
  test('approves a company with no special mark at once, with what it asked for, for twelve months', async () => {
    const { world, rig, screen } = setUp();
    const input = await world.apply({ requestedCreditLimit: 2_500_000 });
    const arn = await screen(input);
    expect(await rig.describe(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'active', stateReason: null, version: 2 });
    expect(world.examinations.get(input.examinationId)).toMatchObject({
      state: 'decided',
      ruling: { outcome: 'approve', creditLimit: 2_500_000, decidedBy: 'policy:credit-policy-2026-02' },
    });
    expect(world.facilities).toMatchObject([{ limit: 2_500_000, startsOn: '2026-11-30', endsOn: '2027-11-29' }]);
  });

  test('approves with a million when no limit was asked for', async () => {
    const { world, screen } = setUp();
    await screen(await world.apply());
    expect(world.facilities).toMatchObject([{ limit: 1_000_000 }]);
  });

  test('rejects with a coded reason that the merchant sees', async () => {
    const { world, screen } = setUp();
    const input = await world.apply(marked('reject'));
    await screen(input);
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'rejected', stateReason: 'bankruptcy_on_record' });
    expect(world.examinations.get(input.examinationId)?.ruling).toMatchObject({ outcome: 'reject' });
    expect(world.facilities).toEqual([]);
  });

  test('can be decided again from what is stored, with the same result', async () => {
    for (const mark of ['approve', 'review', 'reject', 'not_found']) {
      const { world, screen } = setUp();
      const input = await world.apply(marked(mark));
      await screen(input);
      const examination = world.examinations.get(input.examinationId);
      if (!examination?.proposal) throw new Error('not decided');
      const inputs = await decisionInputs(world.vault, examination);
      expect(recompute({ policyVersion: examination.policyVersion ?? '', inputs })).toEqual(examination.proposal);
    }
  });

  test('waits for a person where the policy leaves it open, and an approval ends the wait', async () => {
    const { world, rig, screen, decide, time } = setUp();
    const input = await world.apply(marked('review'));
    const arn = await screen(input);
    expect(await rig.describe(arn)).toMatchObject({ status: 'RUNNING' });
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'under_review', stateReason: 'manual_review' });
    expect(world.examinations.get(input.examinationId)).toMatchObject({
      state: 'pending',
      stateReason: 'policy_review',
    });

    const told = await decide(input.examinationId, { outcome: 'approve', creditLimit: 800_000, reason });
    await time.quiet();
    expect(JSON.parse(told.body)).toMatchObject({
      state: 'decided',
      decision: { outcome: 'approve', creditLimit: 800_000, decidedBy: 'operator:key_op', reason },
    });
    expect(await rig.describe(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'active' });
    expect(world.facilities).toMatchObject([{ limit: 800_000 }]);
  });

  test('keeps a hold waiting, and waits on with a new token after a week', async () => {
    const { world, rig, screen, decide, time } = setUp();
    const input = await world.apply(marked('review'));
    const arn = await screen(input);
    await decide(input.examinationId, { outcome: 'hold', reason: 'Waiting for the register.' });
    await time.quiet();
    expect(await rig.describe(arn)).toMatchObject({ status: 'RUNNING' });
    expect(world.examinations.get(input.examinationId)).toMatchObject({
      state: 'pending',
      stateReason: 'on_hold: Waiting for the register.',
    });
    await time.advance(week);
    expect(world.examinations.get(input.examinationId)).toMatchObject({
      state: 'pending',
      stateReason: 'on_hold: Waiting for the register.',
      taskToken: world.tokens.at(-1),
    });
    expect(world.tokens).toHaveLength(2);
    await decide(input.examinationId, { outcome: 'reject', reason });
    await time.quiet();
    expect(await rig.describe(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'rejected', stateReason: 'screening_declined' });
  });
});

describe('a name on a list', () => {
  const sanctioned = company({ name: '株式会社夜烏組', nameKana: 'ヨガラスグミ' });

  test('is never decided by the machine, and the merchant is not told why', async () => {
    const { world, screen } = setUp();
    const input = await world.apply(sanctioned);
    await screen(input);
    expect(world.examinations.get(input.examinationId)).toMatchObject({ state: 'pending', listDecision: 'block' });
    expect(JSON.stringify(world.buyers.get(input.buyerId)?.stateHistory)).not.toMatch(/list|sanction|antisocial/);
  });

  test('counts as much when it is the representative', async () => {
    const { world, screen } = setUp();
    const representative = {
      familyName: '空蝉',
      givenName: '龍蔵',
      familyNameKana: 'ウツセミ',
      givenNameKana: 'リュウゾウ',
    };
    const input = await world.apply({}, { representative });
    await screen(input);
    expect(world.examinations.get(input.examinationId)).toMatchObject({ state: 'pending', listDecision: 'block' });
  });

  test('is approved with a full reason only', async () => {
    const { world, screen, decide } = setUp();
    const input = await world.apply(sanctioned);
    await screen(input);
    const approve = { outcome: 'approve' as const, creditLimit: 300_000 };
    for (const reason of ['ok', `o${' '.repeat(30)}k`]) {
      await expect(decide(input.examinationId, { ...approve, reason })).rejects.toMatchObject({
        code: 'ListHitUnexplained',
      });
    }
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'under_review' });
    await decide(input.examinationId, {
      ...approve,
      reason: 'Another company: different register number and head office.',
    });
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'active' });
  });

  test('rejects without a word about the list', async () => {
    const { world, screen, decide } = setUp();
    const input = await world.apply(sanctioned);
    await screen(input);
    await decide(input.examinationId, { outcome: 'reject', reason: 'A true hit on the antisocial list.' });
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'rejected', stateReason: 'screening_declined' });
  });
});
