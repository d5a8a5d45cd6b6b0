import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { openTable } from '../shared/table.ts';
import { logger, metrics, sendMetrics } from '../shared/telemetry.ts';
import { chaseStore } from './chase-reviews.store.ts';
import { type ChaseRun, chaseReviews } from './chase-reviews.ts';

const { TRANSACTIONS_TABLE } = env({ TRANSACTIONS_TABLE: z.string() });

const store = chaseStore(openTable(TRANSACTIONS_TABLE));

/** Daily, after midnight in Japan. The scheduler repeats it when it fails or runs out of time. */
export async function chaseReviewsJob(): Promise<ChaseRun> {
  const run = await chaseReviews({ clock: systemClock, ...store });
  metrics.addMetric('ReviewsOverdue', 'Count', run.examinations + run.orders);
  sendMetrics();
  logger.info('reviews chased', { ...run });
  return run;
}
