import { SFNClient, StartExecutionCommand, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { lazy } from './lazy.ts';
import { type PortableRefusal, Refusal } from './refusal.ts';
import { refuseRequest } from './request.refusals.ts';

/** An Express workflow that is run for its result, in the same call. */
export interface SyncWorkflow<Input, Output> {
  run(name: string, input: Input): Promise<Output>;
}

/** A Standard workflow that goes on by itself. */
export interface Workflow<Input> {
  /** Starting a second time under the same name changes nothing: Standard execution names are unique for 90 days. */
  start(name: string, input: Input): Promise<void>;
}

const sharedClient = lazy(() => new SFNClient());

/** Its step, or all of it, ran out of time, or the function died: what it had begun may have been carried out nevertheless. */
const leavesOpen = ['States.Timeout', 'Sandbox.Timedout', 'Lambda.Unknown'];

/**
 * The refusal of a step comes out of the workflow as the refusal it was. Where the outcome is open, the caller is told to send
 * the same request again, which finds out. Any other failure is ours.
 */
export function syncWorkflow<Input, Output>(
  arn: string,
  client: SFNClient = sharedClient(),
): SyncWorkflow<Input, Output> {
  return {
    run: async (name, input) => {
      const execution = await client.send(
        new StartSyncExecutionCommand({ stateMachineArn: arn, name, input: JSON.stringify(input) }),
      );
      if (execution.status === 'SUCCEEDED') return JSON.parse(execution.output ?? 'null') as Output;
      const { status, error = '', cause } = execution;
      const failure = new Error(`${name} ${status}: ${error} ${cause}`);
      if (status === 'TIMED_OUT' || leavesOpen.includes(error)) throw outcomeUnknown(failure);
      throw refusalIn(cause) ?? failure;
    },
  };
}

const outcomeUnknown = (cause: Error): Refusal =>
  refuseRequest('OutcomeUnknown', 'Send the same request again with the same Idempotency-Key.', {}, cause);

export function workflow<Input>(arn: string, client: SFNClient = sharedClient()): Workflow<Input> {
  return {
    start: async (name, input) => {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn: arn, name, input: JSON.stringify(input) }));
      } catch (error) {
        // Same name and finished: that run did the work. (A running one with the same input is answered by AWS with success.)
        if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
      }
    },
  };
}

/** The machines fail with the step's own cause (`{errorType, errorMessage}`), whose message is the refusal (step.ts). */
function refusalIn(cause: string | undefined): Refusal | undefined {
  try {
    const { errorMessage } = JSON.parse(cause ?? '') as { errorMessage: string };
    const refusal = JSON.parse(errorMessage) as PortableRefusal;
    return typeof refusal.kind === 'string' && typeof refusal.code === 'string' ? new Refusal(refusal) : undefined;
  } catch {
    return undefined; // not a refusal's cause: the caller reports the execution's own error
  }
}
