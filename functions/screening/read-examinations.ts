import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock } from '../shared/clock.ts';
import type { Vault } from '../shared/vault.ts';
import { examinationResource, examinationSummary } from './examination.resource.ts';
import type { Examination, ExaminationState } from './examination.ts';
import { isOverdue } from './review-deadline.ts';
import type { ScreeningCase } from './screening-case.ts';

export const queueOrders = ['newest', 'oldest'] as const;

interface Narrowed {
  readonly order?: (typeof queueOrders)[number] | undefined;
  /** Those only whose day is over. */
  readonly overdue?: 'true' | undefined;
}

export interface ExaminationQueue extends Narrowed {
  readonly state: ExaminationState;
  readonly isAsked?: (examination: Examination) => boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ExaminationList extends Narrowed {
  readonly state?: ExaminationState | undefined;
  readonly buyerId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ReadExaminationPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly examinations: {
    find(examinationId: string): Promise<ScreeningCase>;
    list(
      list: ExaminationQueue,
    ): Promise<{ readonly items: readonly Examination[]; readonly nextCursor: string | null }>;
    /** All that a buyer has had, newest first. */
    ofBuyer(buyerId: string): Promise<readonly Examination[]>;
  };
}

/** One examination with everything it rests on. */
export async function getExamination(
  { vault, clock, examinations }: ReadExaminationPorts,
  examinationId: string,
): Promise<Answer> {
  const { examination } = await examinations.find(examinationId);
  const shown = await examinationResource({ vault, clock }, examination);
  return answer(200, shown);
}

/** A page of the examinations of one state, or all that one buyer has had: they are few. */
export async function listExaminations(
  { clock, examinations }: ReadExaminationPorts,
  list: ExaminationList,
): Promise<Answer> {
  const { buyerId, state, order = 'newest', limit, cursor } = list;
  const today = businessDate(clock);
  const isAsked = (one: Examination) => list.overdue !== 'true' || isOverdue(one, today);
  const shown = (items: readonly Examination[]) => items.map((one) => examinationSummary(one, today));
  if (buyerId !== undefined) {
    const all = await examinations.ofBuyer(buyerId);
    const asked = all.filter((one) => (state === undefined || one.state === state) && isAsked(one));
    return answer(200, { items: shown(order === 'newest' ? asked : asked.toReversed()), nextCursor: null });
  }
  const page = await examinations.list({
    state: state ?? 'pending',
    order,
    isAsked,
    overdue: list.overdue,
    limit,
    cursor,
  });
  return answer(200, { items: shown(page.items), nextCursor: page.nextCursor });
}
