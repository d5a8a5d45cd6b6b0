import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { env } from '../shared/env.ts';
import { imageAfter } from '../shared/stream.ts';
import { logger } from '../shared/telemetry.ts';
import { workflow } from '../shared/workflow.client.ts';
import { CaseInput } from './screening-case.ts';
import { startScreenings } from './start-screenings.ts';

const { SCREENING_MACHINE_ARN } = env({ SCREENING_MACHINE_ARN: z.string() });
const ports = { screening: workflow<CaseInput>(SCREENING_MACHINE_ARN) };

/** Called for each examination that is new (the event source mapping filters the rest out). */
export async function startScreeningsJob(event: DynamoDBStreamEvent): Promise<void> {
  const opened = event.Records.map((record) => CaseInput.parse(imageAfter(record)));
  await startScreenings(ports, opened);
  logger.info('screenings started', { examinationIds: opened.map(({ examinationId }) => examinationId) });
}
