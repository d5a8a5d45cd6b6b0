import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { openTable } from '../shared/table.ts';
import { logger } from '../shared/telemetry.ts';
import { reviewFacilities } from './renew.ts';
import { facilityReviewStore } from './renewal.store.ts';

const { TRANSACTIONS_TABLE } = env({ TRANSACTIONS_TABLE: z.string() });

const facilities = facilityReviewStore(openTable(TRANSACTIONS_TABLE));

/** Daily, in the morning in Japan. The scheduler repeats it when it fails or runs out of time. */
export async function reviewFacilitiesJob(): Promise<{ renewals: number; expired: number }> {
  const done = await reviewFacilities({ clock: systemClock, facilities });
  logger.info('facilities reviewed', done);
  return done;
}
