import { describe, expect, test } from 'vitest';
import { applied, decideBy } from '../../../functions/buyers/buyer.ts';
import { chaseReviews } from '../../../functions/screening/chase-reviews.ts';
import { type Examination, openExamination } from '../../../functions/screening/examination.ts';
import { decideByOf, isOverdue } from '../../../functions/screening/review-deadline.ts';
import { openVault } from '../../../functions/shared/vault.ts';
import { aBuyer } from '../../support/buyers.ts';
import { keyService } from '../../support/key-service.ts';
import { clockAt } from '../../support/orders.ts';

/** Friday noon in Japan; the Monday after it is a holiday. */
const friday = '2026-11-20T03:00:00.000Z';
const clock = clockAt(friday);
const vault = openVault(keyService(), clock);

async function pending(changes: Partial<Examination> = {}): Promise<Examination> {
  const buyer = applied(await aBuyer(vault), friday);
  return {
    ...openExamination({ ...buyer, examinationId: 'exm_1' }),
    state: 'pending',
    stateReason: 'policy_review',
    ...changes,
  };
}

const questions = { requestId: 'inf_1', questions: [], askedBy: 'operator:k', askedAt: '2026-11-24T03:00:00.000Z' };

describe('an examination is to be decided', () => {
  test('within three business days, as its merchant is told', async () => {
    const buyer = applied(await aBuyer(vault), friday);
    expect(decideByOf(await pending(), '2026-11-20')).toBe('2026-11-26');
    expect(decideByOf(await pending(), '2026-11-20')).toBe(decideBy(buyer, '2026-11-20'));
    expect(decideByOf(await pending({ state: 'decided' }), '2026-11-20')).toBeNull();
  });

  test('so much later as its answers were awaited, and while they are', async () => {
    const asked = await pending({ informationRequests: [questions] });
    expect(decideByOf(asked, '2026-11-24')).toBe('2026-11-26');
    expect(decideByOf(asked, '2026-12-01')).toBe('2026-12-03');
    expect(isOverdue(asked, '2026-12-20')).toBe(false);
    const answered = await pending({ informationRequests: [{ ...questions, answeredAt: '2026-11-25T03:00:00.000Z' }] });
    expect(decideByOf(answered, '2026-12-20')).toBe('2026-11-27');
    expect(isOverdue(answered, '2026-11-27')).toBe(false);
    expect(isOverdue(answered, '2026-11-30')).toBe(true);
  });
});

describe('the daily run on what was to be decided', () => {
  const run = async (all: readonly Examination[], isMarked = true) => {
    const marked: Examination[] = [];
    const done = await chaseReviews({
      clock,
      examinations: {
        pending: async function* () {
          yield* all;
        },
        mark: async (examination) => isMarked && marked.push(examination) > 0,
      },
      orders: { overdue: async (today) => (today > '2026-11-26' ? 2 : 0) },
    });
    return { done, marked };
  };

  test('calls nobody late on the last day, and everybody on the day after it, once', async () => {
    const waiting = await pending();
    clock.set('2026-11-26T14:59:59Z');
    expect(await run([waiting])).toEqual({ done: { examinations: 0, marked: 0, orders: 0 }, marked: [] });
    clock.set('2026-11-26T15:15:00Z');
    const { done, marked } = await run([waiting]);
    expect(done).toEqual({ examinations: 1, marked: 1, orders: 2 });
    expect(marked).toMatchObject([{ state: 'pending', stateReason: 'review_overdue', version: waiting.version + 1 }]);
    expect((await run(marked)).done).toEqual({ examinations: 1, marked: 0, orders: 2 });
    expect((await run([waiting], false)).done).toEqual({ examinations: 1, marked: 0, orders: 2 });
  });
});
