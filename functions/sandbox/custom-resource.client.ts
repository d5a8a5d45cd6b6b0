import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from 'aws-lambda';
import { logger } from '../shared/telemetry.ts';

const answerTimeoutMs = 30_000;

/**
 * A custom resource's handler: does what a creation or an update asks for, and reports to CloudFormation, which waits for an
 * hour where no report comes. A deletion leaves the data alone: the tables have their own deletion protection.
 */
export function customResource(
  physicalId: string,
  bringAbout: () => Promise<void>,
): (event: CloudFormationCustomResourceEvent) => Promise<void> {
  return async (event) => {
    const outcome = event.RequestType === 'Delete' ? done : await bringAbout().then(() => done, broken);
    await report(event, outcome, physicalId); // when this fails, Lambda calls us again: what we do is repeatable
  };
}

interface Outcome {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
}

const done: Outcome = { Status: 'SUCCESS', Reason: 'done' };

function broken(error: unknown): Outcome {
  logger.error('custom resource broke', { error: error as Error });
  return { Status: 'FAILED', Reason: String(error) };
}

async function report(event: CloudFormationCustomResourceEvent, outcome: Outcome, physicalId: string): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const answer = { ...outcome, PhysicalResourceId: physicalId, StackId, RequestId, LogicalResourceId };
  const response = await fetch(event.ResponseURL, {
    method: 'PUT',
    // The URL is signed for an empty content type: any other fails its signature.
    headers: { 'content-type': '' },
    body: JSON.stringify(answer satisfies CloudFormationCustomResourceResponse),
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  if (!response.ok) throw new Error(`CloudFormation answered ${response.status} to the report`);
}
