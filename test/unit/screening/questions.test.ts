import { describe, expect, test } from 'vitest';
import { requestInformation } from '../../../functions/screening/request-information.ts';
import type { ScreeningCase } from '../../../functions/screening/screening-case.ts';
import type { Answer } from '../../../functions/shared/answer.ts';
import { once } from '../../support/buyers.ts';
import { marked, reason, setUp } from './machine-rig.ts';

const questions = [{ code: 'latest_sales', text: '直近期の売上高をお知らせください。' }];

/** An application before a person, and an operator who asks about it. */
async function reviewed() {
  const machine = setUp();
  const { world, screen, time } = machine;
  const input = await world.apply(marked('review'));
  const arn = await screen(input);
  const ports = {
    clock: time.clock,
    vault: world.vault,
    examinations: {
      find: (examinationId: string) => world.load({ examinationId }),
      earlier: async () => undefined,
      ask: async (asked: ScreeningCase, _: unknown, told: Answer) => {
        world.keep(asked);
        return told;
      },
    },
  };
  const ask = () =>
    requestInformation(ports, input.examinationId, { questions }, { actor: { by: 'key_op' }, once: once() });
  const change = async (changes: Partial<ScreeningCase['examination']>) => {
    const { examination } = await world.load(input);
    world.examinations.set(input.examinationId, { ...examination, ...changes });
  };
  return { ...machine, input, arn, ask, change };
}

describe('an application with an open question', () => {
  test('stays under review and in the queue, and says what it waits for', async () => {
    const { world, input, ask } = await reviewed();
    const told = await ask();
    expect(told.status).toBe(201);
    const { examination, buyer } = await world.load(input);
    expect(buyer).toMatchObject({
      state: 'under_review',
      stateReason: 'info_required',
      informationRequest: { questions },
    });
    expect(examination).toMatchObject({ state: 'pending', stateReason: 'information_requested' });
    expect(examination.history.at(-1)).toMatchObject({ reason: 'information_requested', by: 'operator:key_op' });
  });

  test('is asked one thing at a time', async () => {
    const { ask } = await reviewed();
    await ask();
    await expect(ask()).rejects.toMatchObject({ code: 'InformationRequestOpen' });
  });

  test('waits on after a week, and says the same', async () => {
    const { world, input, ask, time } = await reviewed();
    await ask();
    const before = await world.load(input);
    await time.advance(8 * 24 * 60 * 60);
    const after = await world.load(input);
    expect(world.tokens).toHaveLength(2);
    expect(after.examination).toMatchObject({ stateReason: 'information_requested', taskToken: world.tokens[1] });
    expect(after.examination.history).toEqual(before.examination.history);
    expect(after.buyer).toEqual(before.buyer);
  });

  test('may be decided, which closes the question and ends the wait of the machine', async () => {
    const { world, rig, input, arn, ask, decide, time } = await reviewed();
    await ask();
    await decide(input.examinationId, { outcome: 'reject', reason });
    await time.quiet();
    const { examination, buyer } = await world.load(input);
    expect(buyer).toMatchObject({ state: 'rejected' });
    expect(buyer).not.toHaveProperty('informationRequest');
    expect(examination.informationRequests).toMatchObject([{ closedAt: examination.ruling?.decidedAt }]);
    expect(await rig.describe(arn)).toMatchObject({ status: 'SUCCEEDED' });
    await expect(ask()).rejects.toMatchObject({ code: 'ExaminationAlreadyDecided' });
  });
});

describe('nobody is asked', () => {
  test.for(['renewal', 'rescreening'] as const)('about a %s', async (kind) => {
    const { ask, change } = await reviewed();
    await change({ kind });
    await expect(ask()).rejects.toMatchObject({ code: 'InformationRequestUnexpected' });
  });

  test('about an application that is still being screened', async () => {
    const { ask, change } = await reviewed();
    await change({ state: 'in_progress' });
    await expect(ask()).rejects.toMatchObject({ code: 'ExaminationInProgress' });
  });

  test('about an application that its buyer has left behind', async () => {
    const { world, input, ask } = await reviewed();
    const { buyer } = await world.load(input);
    world.buyers.set(input.buyerId, { ...buyer, examinationId: 'exm_newer' });
    await expect(ask()).rejects.toMatchObject({ code: 'ExaminationSuperseded' });
  });

  test('a sixth time', async () => {
    const { ask, change } = await reviewed();
    const answered = { questions, askedBy: 'operator:key_op', askedAt: '2026-04-10', answeredAt: '2026-04-11' };
    await change({ informationRequests: [1, 2, 3, 4, 5].map((n) => ({ ...answered, requestId: `inf_${n}` })) });
    await expect(ask()).rejects.toMatchObject({ code: 'InformationRequestsUsedUp', facts: { requestsMax: 5 } });
  });
});
