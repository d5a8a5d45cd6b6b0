import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { openTable } from '../shared/table.ts';
import { logger } from '../shared/telemetry.ts';
import { type ExpiryRun, expireHolds } from './expire.ts';
import { orderStore } from './order.store.ts';

const { TRANSACTIONS_TABLE, LEDGER_TABLE } = env({ TRANSACTIONS_TABLE: z.string(), LEDGER_TABLE: z.string() });

const orders = orderStore(openTable(TRANSACTIONS_TABLE), LEDGER_TABLE);

/** Daily, just after midnight in Japan. The scheduler repeats it when it fails or runs out of time. */
export async function expireHoldsJob(): Promise<ExpiryRun> {
  const run = await expireHolds({ clock: systemClock, orders, endingHolds: orders.endingHolds });
  logger.info('holds expired', { ...run });
  return run;
}
