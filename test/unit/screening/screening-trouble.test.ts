import { describe, expect, test } from 'vitest';
import { marked, reason, setUp } from './machine-rig.ts';

describe('trouble at the bureau', () => {
  test.for(['timeout', 'malformed'] as const)(
    'after %s the report is fetched by the same inquiry, never asked for again',
    async (behaviour) => {
      const { world, screen, time } = setUp();
      const input = await world.apply(marked(behaviour));
      await screen(input);
      await time.advance(120);
      expect(world.bureau.calls.map((call) => call.split(' ')[0])).toEqual(['ask', 'inquire']);
      expect(new Set(world.bureau.calls.map((call) => call.split(' ')[1])).size).toBe(1);
      expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'active' });
    },
  );

  test('an outage that ends in time goes unnoticed', async () => {
    const { world, screen, time } = setUp();
    world.bureau.script.push('error', 'silent');
    const input = await world.apply();
    await screen(input);
    await time.advance(120);
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'active' });
    const ids = world.bureau.calls.map((call) => call.split(' ')[1]);
    expect(new Set(ids).size).toBe(1);
  });

  test('an outage that lasts puts the application before a person, who may still approve it', async () => {
    const { world, rig, screen, decide, time } = setUp();
    const input = await world.apply(marked('error'));
    const arn = await screen(input);
    await time.advance(300);
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'under_review', stateReason: 'bureau_unavailable' });
    expect(world.examinations.get(input.examinationId)).toMatchObject({
      state: 'pending',
      stateReason: 'bureau_unavailable',
    });
    await expect(decide(input.examinationId, { outcome: 'approve', reason })).rejects.toMatchObject({
      code: 'CreditLimitMissing',
    });
    await decide(input.examinationId, { outcome: 'approve', creditLimit: 400_000, reason });
    await time.quiet();
    expect(await rig.describe(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(world.facilities).toMatchObject([{ limit: 400_000 }]);
  });

  test('a refusal of the bureau is not tried again', async () => {
    const { world, screen } = setUp();
    const input = await world.apply(marked('decline'));
    await screen(input);
    expect(world.bureau.calls).toHaveLength(1);
    expect(world.examinations.get(input.examinationId)).toMatchObject({
      state: 'pending',
      stateReason: 'bureau_rejected',
    });
  });
});

describe('a step that fails finally', () => {
  const steps = [
    'validateApplicationStep',
    'checkEmailStep',
    'matchListsStep',
    'askBureauStep',
    'scoreApplicationStep',
  ];

  test.for([...steps, 'recordDecisionStep'])(
    '%s leaves the buyer under review and a person in charge',
    async (name) => {
      const { world, rig, screen, time } = setUp();
      world.broken.add(name);
      const input = await world.apply();
      const arn = await screen(input);
      await time.advance(600);
      expect(await rig.describe(arn)).toMatchObject({ status: 'RUNNING' });
      expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'under_review', stateReason: 'manual_review' });
      const state = `${name[0]?.toUpperCase()}${name.slice(1, -'Step'.length)}`;
      expect(world.examinations.get(input.examinationId)).toMatchObject({
        state: 'pending',
        stateReason: `step_failed: ${state} Error`,
      });
    },
  );

  test('nobody can be approved whose name was not looked for in the lists', async () => {
    const { world, screen, decide, time } = setUp();
    world.broken.add('matchListsStep');
    const input = await world.apply();
    await screen(input);
    await time.advance(600);
    await expect(
      decide(input.examinationId, { outcome: 'approve', creditLimit: 400_000, reason }),
    ).rejects.toMatchObject({ code: 'ExaminationIncomplete' });
    expect(world.facilities).toEqual([]);
  });

  test('an address that is not the company’s any more is for a person', async () => {
    const { world, screen } = setUp();
    const input = await world.apply();
    for (const mac of world.claims.keys()) world.claims.set(mac, 'com_other');
    await screen(input);
    expect(world.examinations.get(input.examinationId)).toMatchObject({ stateReason: 'email_registered' });
  });

  test('even a queue that cannot be reached loses nothing: the machine stops where it can be started again', async () => {
    const { world, rig, screen, time } = setUp();
    world.broken.add('requestReviewStep');
    const input = await world.apply(marked('review'));
    const arn = await screen(input);
    await time.advance(24 * 60 * 60);
    expect(await rig.describe(arn)).toMatchObject({ status: 'FAILED' });
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'under_review' });
    expect(world.examinations.get(input.examinationId)).toMatchObject({
      state: 'in_progress',
      proposal: { outcome: 'review' },
    });
  });
});

describe('steps that run twice', () => {
  test('change nothing the second time, whichever it is', async () => {
    const { world, screen } = setUp();
    const input = await world.apply();
    await screen(input);
    const [before, buyer] = [world.examinations.get(input.examinationId), world.buyers.get(input.buyerId)];
    const { requestReviewStep, ...others } = world.functions;
    for (const step of Object.values(others)) await step(input);
    await expect(requestReviewStep({ ...input, taskToken: 't', reason: 'policy_review' })).rejects.toMatchObject({
      code: 'ExaminationAlreadyDecided',
    });
    expect(world.examinations.get(input.examinationId)).toBe(before);
    expect(world.buyers.get(input.buyerId)).toBe(buyer);
    expect(world.bureau.calls).toHaveLength(1);
    expect(world.facilities).toHaveLength(1);
  });

  test('let an operator win who decides while the machine is still on its way to the queue', async () => {
    const { world, rig, screen, decide, time } = setUp();
    const input = await world.apply(marked('review'));
    const arn = await screen(input);
    await decide(input.examinationId, { outcome: 'reject', reason });
    await time.quiet();
    await expect(
      decide(input.examinationId, { outcome: 'approve', creditLimit: 300_000, reason }),
    ).rejects.toMatchObject({
      code: 'ExaminationAlreadyDecided',
    });
    expect(await rig.describe(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(world.buyers.get(input.buyerId)).toMatchObject({ state: 'rejected' });
  });

  test('are refused an examination that does not wait for anybody', async () => {
    const { world, decide } = setUp();
    const input = await world.apply();
    await expect(
      decide(input.examinationId, { outcome: 'approve', creditLimit: 300_000, reason }),
    ).rejects.toMatchObject({
      code: 'ExaminationInProgress',
    });
  });
});
