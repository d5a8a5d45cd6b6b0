import { businessDate, type Clock, instant } from '../shared/clock.ts';
import { type Examination, moveExamination } from './examination.ts';
import { isOverdue } from './review-deadline.ts';

export interface ChasePorts {
  readonly clock: Clock;
  readonly examinations: {
    /** Those that wait for a person. */
    pending(): AsyncIterable<Examination>;
    /** False when somebody else changed it meanwhile. */
    mark(examination: Examination): Promise<boolean>;
  };
  readonly orders: {
    /** How many orders under review were to be decided before this day. */
    overdue(today: string): Promise<number>;
  };
}

export interface ChaseRun {
  /** Examinations that are late, and those among them that nobody had called so before. */
  readonly examinations: number;
  readonly marked: number;
  readonly orders: number;
}

/**
 * Runs daily, when the day is over: says of every examination whose three business days have passed that it is overdue, once, and
 * counts what is late, so that an alarm rings. Nothing is decided by waiting (CAPABILITIES.md 5.1, 5.2).
 */
export async function chaseReviews({ clock, examinations, orders }: ChasePorts): Promise<ChaseRun> {
  const today = businessDate(clock);
  let [late, marked] = [0, 0];
  for await (const examination of examinations.pending()) {
    if (examination.state !== 'pending' || !isOverdue(examination, today)) continue;
    late += 1;
    if (examination.history.some(({ reason }) => reason === 'review_overdue')) continue;
    marked += Number(await examinations.mark(overdue(examination, instant(clock))));
  }
  return { examinations: late, marked, orders: await orders.overdue(today) };
}

const overdue = (examination: Examination, at: string): Examination =>
  moveExamination(examination, { state: 'pending', reason: 'review_overdue', by: 'review-deadline', at });
