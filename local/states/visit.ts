import type { Activity } from './activity.ts';
import type { Cancellation } from './cancellation.ts';
import type { Engine } from './engine.ts';
import type { Bindings } from './expression.ts';
import type { History } from './history.ts';
import type { Json, JsonObject } from './json.ts';
import type { Machine } from './machine.ts';
import type { CompiledState, Program } from './program.ts';
import type { Checkpoint, ExecutionRecord } from './store.ts';

/** One running execution. */
export interface Run {
  readonly record: ExecutionRecord;
  readonly machine: Machine;
  readonly program: Program;
  readonly input: Json;
  readonly cancellation: Cancellation;
  readonly activity: Activity;
  readonly history: History;
  /** What a restart found; empty otherwise. */
  readonly saved: Map<string, Checkpoint>;
}

/** One sequence of states inside an execution: the execution itself, a branch, an iteration. */
export interface Scope {
  readonly engine: Engine;
  readonly run: Run;
  readonly program: Program;
  /** '' for the execution, '/2' for the third child of its current state, and so on. */
  readonly path: string;
  readonly cancellation: Cancellation;
  readonly activity: Activity;
  /** `Map` of the context object, in an iteration. */
  readonly mapContext: JsonObject | undefined;
  variables: JsonObject;
  lastEventId: number;
}

/** One stay in a state, retries included. Its checkpoint is what a restart would find. */
export interface Visit {
  readonly scope: Scope;
  readonly state: CompiledState;
  readonly input: Json;
  readonly point: Checkpoint;
}

/** Stores where the visit stands. An Express execution has no store: it is lost with the process, as its type promises. */
export function save({ scope, point }: Visit): void {
  if (scope.run.record.type === 'EXPRESS') return;
  point.lastEventId = scope.lastEventId;
  scope.engine.ports.store.putScope(scope.run.record.arn, scope.path, point);
}

/** Adds an event that follows the scope's last one. */
export function record(scope: Scope, type: string, details?: () => Record<string, JsonObject>): void {
  scope.lastEventId = scope.run.history.add(type, scope.lastEventId, details);
}

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

/** The context object ("Accessing execution data from the Context object"). */
export function contextOf(visit: Visit, token?: string): JsonObject {
  const { run, mapContext } = visit.scope;
  return {
    Execution: {
      Id: run.record.arn,
      Input: run.input,
      Name: run.record.name,
      RoleArn: run.machine.roleArn,
      StartTime: iso(run.record.startedAt),
      RedriveCount: 0,
    },
    StateMachine: { Id: run.record.machineArn, Name: run.machine.name },
    State: {
      Name: visit.state.name,
      EnteredTime: iso(visit.point.enteredAt),
      RetryCount: visit.point.retryCount,
    },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(mapContext === undefined ? {} : { Map: mapContext }),
  };
}

/** What the state's expressions see. */
export function bindingsOf(
  visit: Visit,
  more: { readonly token?: string | undefined; readonly result?: Json; readonly errorOutput?: Json } = {},
): Bindings {
  const { token, ...states } = more;
  return {
    states: { input: visit.input, context: contextOf(visit, token), ...states },
    variables: visit.scope.variables,
  };
}
