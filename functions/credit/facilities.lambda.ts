import * as z from 'zod/mini';
import { saveUnasked } from '../buyers/buyer.store.ts';
import { creditStore } from '../buyers/credit.store.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { openTable } from '../shared/table.ts';
import { logger } from '../shared/telemetry.ts';
import { policyStore } from './apply-policy.store.ts';
import { applyPolicy } from './apply-policy.ts';
import { reviewFacilities } from './renew.ts';
import { facilityReviewStore } from './renewal.store.ts';
import { windUpStore } from './wind-up.store.ts';
import { windUp } from './wind-up.ts';

const { TRANSACTIONS_TABLE } = env({ TRANSACTIONS_TABLE: z.string() });

const transactions = openTable(TRANSACTIONS_TABLE);
const clock = systemClock;
const buyers = { ...creditStore(transactions), save: saveUnasked(transactions) };

/** In this order: what ends with its merchant is not renewed, and what is not renewed needs no new rules. */
const parts: readonly (() => Promise<Readonly<Record<string, number>>>)[] = [
  () => windUp({ clock, relations: windUpStore(transactions, buyers) }),
  () => reviewFacilities({ clock, facilities: facilityReviewStore(transactions) }),
  () => applyPolicy({ clock, accounts: policyStore(transactions) }),
];

/** Daily, in the morning in Japan. A part that fails holds up no other; the scheduler repeats the job then. */
export async function reviewFacilitiesJob(): Promise<Readonly<Record<string, number>>> {
  let done: Readonly<Record<string, number>> = {};
  const failures: unknown[] = [];
  for (const part of parts) {
    try {
      done = { ...done, ...(await part()) };
    } catch (error) {
      failures.push(error);
    }
  }
  logger.info('facilities reviewed', done);
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} parts of the review failed`);
  return done;
}
