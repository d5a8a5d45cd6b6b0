import * as z from 'zod/mini';
import { findMerchant } from '../merchants/merchant.store.ts';
import type { HandedOn } from '../notifications/notify.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { queue } from '../shared/queue.client.ts';
import { openTable } from '../shared/table.ts';
import { logger } from '../shared/telemetry.ts';
import { driftStore } from './drift.store.ts';
import { walkOpenDrifts } from './drift-digest.store.ts';
import { type DigestRun, digestDrifts } from './drift-digest.ts';

const { TRANSACTIONS_TABLE, NOTIFICATIONS_QUEUE_URL } = env({
  TRANSACTIONS_TABLE: z.string(),
  NOTIFICATIONS_QUEUE_URL: z.string(),
});
const transactions = openTable(TRANSACTIONS_TABLE);
const { find } = driftStore(transactions, systemClock);
const letters = queue<HandedOn>(NOTIFICATIONS_QUEUE_URL);

const isServed = async (merchantId: string): Promise<boolean> => {
  const merchant = await findMerchant(transactions, merchantId);
  return merchant !== undefined && merchant.state !== 'terminated';
};

/** Daily, in the morning in Japan. The scheduler repeats it when it fails or runs out of time. */
export async function digestDriftsJob(): Promise<DigestRun> {
  const drifts = { open: () => walkOpenDrifts(transactions), find };
  const run = await digestDrifts({ clock: systemClock, drifts, isServed, letters });
  logger.info('open drifts told', { ...run });
  return run;
}
