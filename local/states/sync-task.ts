import { park } from './activity.ts';
import type { Attempt } from './attempt.ts';
import { callStepFunctions, serviceFailure } from './connectors.ts';
import { Interruption, StateFailure } from './failure.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { Resource } from './resource.ts';
import type { ExecutionRecord } from './store.ts';
import { record, save, type Visit } from './visit.ts';

/** The answer of `startExecution.sync`: what DescribeExecution says, in PascalCase. */
function describe(child: ExecutionRecord): JsonObject {
  return {
    ExecutionArn: child.arn,
    Input: child.input,
    InputDetails: { Included: true },
    Name: child.name,
    StartDate: child.startedAt,
    StateMachineArn: child.machineArn,
    Status: child.status,
    ...(child.stoppedAt === undefined ? {} : { StopDate: child.stoppedAt }),
    ...(child.output === undefined ? {} : { Output: child.output, OutputDetails: { Included: true } }),
    ...(child.error === undefined ? {} : { Error: child.error }),
    ...(child.cause === undefined ? {} : { Cause: child.cause }),
  };
}

async function startChild(visit: Visit, args: Json): Promise<string> {
  try {
    const started = await callStepFunctions(visit.scope.engine, 'StartExecution', args);
    return String(started.ExecutionArn);
  } catch (error) {
    throw serviceFailure('StepFunctions', error);
  }
}

/**
 * `states:startExecution.sync` and `.sync:2` (which parses the output): starts an execution and waits for its end. When the
 * waiting is ended from outside, the child is stopped, as Step Functions tries to.
 */
export async function awaitExecution(visit: Visit, attempt: Attempt, resource: Resource, args: Json): Promise<Json> {
  const { scope, point } = visit;
  const { engine } = scope;
  if (point.childArn === undefined) {
    const started = await attempt.settle(startChild(visit, args));
    point.childArn = started;
    record(scope, 'TaskSubmitted', () => ({
      taskSubmittedEventDetails: {
        resourceType: resource.resourceType,
        resource: resource.resource,
        output: JSON.stringify({ ExecutionArn: started }),
        outputDetails: { truncated: false },
      },
    }));
    save(visit);
  }
  const { childArn } = point;
  let child: ExecutionRecord;
  try {
    child = await park<ExecutionRecord>(attempt, (waker) => engine.whenEnded(childArn, (ended) => waker.wake(ended)));
  } catch (error) {
    if (!(error instanceof Interruption && error.kind === 'shutdown'))
      engine.abort(
        childArn,
        'States.Interrupted',
        `The task '${visit.state.name}' that waited for this execution was ended.`,
      );
    throw error;
  }
  const described = describe(child);
  if (child.status !== 'SUCCEEDED') throw new StateFailure('States.TaskFailed', JSON.stringify(described));
  if (resource.pattern !== 'sync:2') return described;
  const parse = (text: string | undefined): Json => (text === undefined ? null : (JSON.parse(text) as Json));
  return isObject(described) ? { ...described, Input: parse(child.input), Output: parse(child.output) } : described;
}
