import { AwsError } from './aws-error.ts';
import type { Engine, StartRequest } from './engine.ts';
import { startSync } from './execution-operations.ts';
import { createExecutions } from './executions.ts';
import { runScope } from './interpreter.ts';
import type { Json } from './json.ts';
import { createMachines } from './machines.ts';
import type { StatesPorts } from './ports.ts';
import { createProtocol, type ProtocolAnswer } from './protocol.ts';
import type { ExecutionRecord, MachineType } from './store.ts';
import { createTaskTokens } from './task-tokens.ts';

export type { StatesPorts } from './ports.ts';

interface StateMachineSpec {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  /** The definition as JSON text. */
  readonly definition: string;
  readonly roleArn?: string;
}

/** Step Functions. */
export interface StatesService {
  /** Adds a machine, or replaces it: executions that run keep the definition they were started with. */
  createStateMachine(spec: StateMachineSpec): void;
  /** One request of the AWS JSON 1.0 protocol; `target` is the X-Amz-Target header. */
  handle(target: string, body: unknown): Promise<ProtocolAnswer>;
  /** Starts an execution for a schedule, a rule, a pipe; refusals are Errors with the name of the API's exception. */
  startExecution(request: StartRequest): { readonly executionArn: string; readonly startDate: number };
  /** Runs an Express execution to its end. */
  startSyncExecution(request: StartRequest): Promise<ExecutionRecord>;
  /** After a restart, once all machines are there: continues every running Standard execution where it was. */
  resume(): Promise<void>;
  /** Ends all activity and leaves the store as it is, for a later `resume`. */
  stop(): void;
}

/** Answers of the protocol, for tasks that call Step Functions themselves. */
async function callProtocol(handle: StatesService['handle'], action: string, args: Json): Promise<unknown> {
  const { status, body } = await handle(`AWSStepFunctions.${action}`, args);
  if (status === 200) return body;
  const { __type: type, message } = body as { __type: string; message: string };
  throw new AwsError(type, message);
}

export function createStatesService(ports: StatesPorts): StatesService {
  const random = ports.random ?? Math.random;
  let isStopped = false;
  const machines = createMachines(ports.store, {
    environment: { now: () => ports.clock.now(), random },
    knows: (integration) => Object.hasOwn(ports.integrations, integration),
  });
  const executions = createExecutions(() => engine, machines);
  const engine: Engine = {
    ports,
    random,
    tokens: createTaskTokens(),
    runScope,
    start: executions.start,
    startMapChild: executions.startMapChild,
    whenEnded: executions.whenEnded,
    abort: executions.abort,
    isStopped: () => isStopped,
    call: (action, args) => callProtocol(handle, action, args),
  };
  const handle = createProtocol({ engine, machines });
  return {
    createStateMachine: ({ roleArn, ...spec }) =>
      machines.create({
        ...spec,
        roleArn: roleArn ?? `arn:aws:iam::${ports.account}:role/${spec.name}`,
        createdAt: ports.clock.now(),
      }),
    handle,
    startExecution(request) {
      const record = executions.start(request);
      return { executionArn: record.arn, startDate: record.startedAt };
    },
    startSyncExecution: (request) => startSync(engine, request),
    async resume() {
      executions.resume();
    },
    stop() {
      isStopped = true;
      executions.stop();
    },
  };
}
