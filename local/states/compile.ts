import { compileChoice } from './choice-state.ts';
import { InvalidDefinition, optionalList, requiredObject, requiredText } from './definition.ts';
import { compileFail } from './fail-state.ts';
import { isObject, type JsonObject } from './json.ts';
import type { ExpressionEnvironment } from './jsonata-functions.ts';
import { compileMap } from './map-state.ts';
import { compileParallel } from './parallel-state.ts';
import { compilePass } from './pass-state.ts';
import type { CompiledState, Compiler, CompileState, Processor, Program, StateType } from './program.ts';
import type { MachineType } from './store.ts';
import { compileSucceed } from './succeed-state.ts';
import { compileTask } from './task-state.ts';
import { compileWait } from './wait-state.ts';

const compilers: Readonly<Record<StateType, CompileState>> = {
  Pass: compilePass,
  Task: compileTask,
  Choice: compileChoice,
  Wait: compileWait,
  Succeed: compileSucceed,
  Fail: compileFail,
  Parallel: compileParallel,
  Map: compileMap,
};

/** What all scopes of one machine share while it is compiled. */
export interface Compilation {
  readonly environment: ExpressionEnvironment;
  readonly knows: (integration: string) => boolean;
  readonly processors: Map<string, Processor>;
  readonly stateNames: Set<string>;
}

const assignedBy = (fields: JsonObject): string[] => (isObject(fields.Assign) ? Object.keys(fields.Assign) : []);

/** The variables that a state assigns, itself or in its rules and catchers. */
function assignedNames(state: JsonObject): string[] {
  const inner = [...optionalList(state.Choices, 'Choices'), ...optionalList(state.Catch, 'Catch')];
  return [state, ...inner.filter(isObject)].flatMap(assignedBy);
}

/** "Names of outer-scoped and inner-scoped variables MUST be unique" (ASL specification, "Variable Scope"). */
function checkVariables(states: JsonObject, outer: ReadonlySet<string>, at: string): Set<string> {
  const own = new Set(Object.values(states).filter(isObject).flatMap(assignedNames));
  const twice = [...own].find((name) => outer.has(name));
  if (twice !== undefined) {
    throw new InvalidDefinition(
      `${at}: the variable '${twice}' belongs to an outer scope and cannot be assigned here.`,
    );
  }
  return new Set([...outer, ...own]);
}

function checkTransitions(states: ReadonlyMap<string, CompiledState>, startAt: string, at: string): void {
  const reached = new Set<string>();
  const follow = (name: string, from: string) => {
    const state = states.get(name);
    if (!state) throw new InvalidDefinition(`${from}: there is no state '${name}' to go to.`);
    if (reached.has(name)) return;
    reached.add(name);
    for (const target of state.targets) follow(target, `State '${name}'`);
  };
  follow(startAt, at);
  const lost = [...states.keys()].find((name) => !reached.has(name));
  if (lost !== undefined) throw new InvalidDefinition(`${at}: the state '${lost}' is not reachable.`);
}

function compileState(name: string, value: JsonObject, compiler: Compiler, shared: Compilation): CompiledState {
  if (name.length > 80) throw new InvalidDefinition(`State '${name}': a name has at most 80 characters.`);
  if (shared.stateNames.has(name))
    throw new InvalidDefinition(`State '${name}': the name is used twice in the machine.`);
  shared.stateNames.add(name);
  if (value.QueryLanguage !== undefined && value.QueryLanguage !== 'JSONata') {
    throw new InvalidDefinition(`State '${name}': only the query language JSONata is supported.`);
  }
  const type = requiredText(value, 'Type', `State '${name}'`);
  const compile = Object.hasOwn(compilers, type) ? compilers[type as StateType] : undefined;
  if (!compile) throw new InvalidDefinition(`State '${name}': there is no state type '${type}'.`);
  return compile(name, value, compiler);
}

/** Compiles one scope and, through its Parallel and Map states, all scopes inside it. */
export function compileProgram(
  definition: JsonObject,
  at: string,
  shared: Compilation,
  scope: { readonly type: MachineType; readonly outer: ReadonlySet<string> },
): Program {
  const startAt = requiredText(definition, 'StartAt', at);
  const fields = requiredObject(definition.States, `${at}: States`);
  const visible = checkVariables(fields, scope.outer, at);
  const compiler: Compiler = {
    environment: shared.environment,
    type: scope.type,
    knows: shared.knows,
    program: (inner, where, apart) =>
      compileProgram(
        inner,
        where,
        shared,
        apart ? { type: apart.type, outer: new Set() } : { type: scope.type, outer: visible },
      ),
    addProcessor(processor) {
      if (shared.processors.has(processor.label)) {
        throw new InvalidDefinition(`${at}: the Label '${processor.label}' is used twice.`);
      }
      shared.processors.set(processor.label, processor);
    },
  };
  const states = new Map(
    Object.entries(fields).map(([name, value]) => [
      name,
      compileState(name, requiredObject(value, `State '${name}'`), compiler, shared),
    ]),
  );
  checkTransitions(states, startAt, at);
  return { startAt, states };
}
