import * as z from 'zod/mini';
import { businessDate, systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { workflow } from '../shared/workflow.client.ts';

const { RESCREENING_MACHINE_ARN } = env({ RESCREENING_MACHINE_ARN: z.string() });

const rescreening = workflow<object>(RESCREENING_MACHINE_ARN);

/** Daily; the day is the execution's name, so that a repeat of the schedule starts nothing twice. */
export async function startRescreeningJob(): Promise<void> {
  await rescreening.start(`rescreening-${businessDate(systemClock)}`, {});
}
