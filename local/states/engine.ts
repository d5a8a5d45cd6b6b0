import type { Json } from './json.ts';
import type { StatesPorts } from './ports.ts';
import type { Processor } from './program.ts';
import type { ExecutionRecord } from './store.ts';
import type { TaskTokens } from './task-tokens.ts';
import type { Run, Scope } from './visit.ts';

export interface StartRequest {
  readonly stateMachineArn: string;
  readonly name?: string | undefined;
  /** JSON text; `{}` when absent. */
  readonly input?: string | undefined;
}

/** A child of a Distributed Map. */
export interface MapChildRequest {
  readonly parent: Run;
  readonly processor: Processor;
  readonly mapRunArn: string;
  readonly input: Json;
  readonly itemCount: number;
}

/** What the states of an execution can ask of the service around them. */
export interface Engine {
  readonly ports: StatesPorts;
  readonly random: () => number;
  readonly tokens: TaskTokens;
  /** Runs a scope from its start (or from where a restart found it) to its end. */
  runScope(scope: Scope, input: Json): Promise<Json>;
  start(request: StartRequest): ExecutionRecord;
  startMapChild(request: MapChildRequest): ExecutionRecord;
  /** Calls back once, when the execution has ended; at once if it has. */
  whenEnded(arn: string, listener: (execution: ExecutionRecord) => void): () => void;
  abort(arn: string, error?: string, cause?: string): void;
  /** Whether the service has been stopped: nothing may be written any more. */
  isStopped(): boolean;
  /** An action of Step Functions itself, as `aws-sdk:sfn:…` tasks call it. */
  call(action: string, args: Json): Promise<unknown>;
}
