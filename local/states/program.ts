import type { Catcher } from './catch.ts';
import type { Json, JsonObject } from './json.ts';
import type { ExpressionEnvironment } from './jsonata-functions.ts';
import type { Retrier } from './retry.ts';
import type { MachineType } from './store.ts';
import type { Visit } from './visit.ts';

export type StateType = 'Pass' | 'Task' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Parallel' | 'Map';

/** Where a state ends up: what it passes on, what it assigns, and where it goes (nowhere: its scope has ended). */
export interface Outcome {
  readonly output: Json;
  readonly assign: JsonObject | undefined;
  readonly next: string | undefined;
}

/** One state, compiled: every expression parsed, every field checked. */
export interface CompiledState {
  readonly name: string;
  readonly type: StateType;
  /** States that `next` can name, for the check that they exist. */
  readonly targets: readonly string[];
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
  /** One attempt at the state. */
  attempt(visit: Visit): Promise<Outcome>;
}

/** The states of one scope: a machine, a branch, an item processor. */
export interface Program {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, CompiledState>;
}

/** An item processor that runs as executions of its own. */
export interface Processor {
  readonly label: string;
  readonly type: MachineType;
  readonly program: Program;
}

/** What the compilation of one state can ask for. */
export interface Compiler {
  readonly environment: ExpressionEnvironment;
  readonly type: MachineType;
  /** Compiles an inner scope; an item processor of another type starts without the variables of outside. */
  program(definition: JsonObject, at: string, apart?: { readonly type: MachineType }): Program;
  addProcessor(processor: Processor): void;
  /** Whether the runtime has the service integration. */
  knows(integration: string): boolean;
}

export type CompileState = (name: string, fields: JsonObject, compiler: Compiler) => CompiledState;
