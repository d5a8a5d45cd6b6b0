import { compileCatch } from './catch.ts';
import { type Conclusion, compileConclusion } from './conclusion.ts';
import { onlyFields, transition } from './definition.ts';
import type { JsonObject } from './json.ts';
import type { CompiledState, Compiler, StateType } from './program.ts';
import { compileRetry } from './retry.ts';
import type { Forbidden, TemplateContext } from './template.ts';

const common = ['Type', 'Comment', 'QueryLanguage'];
const flow = [...common, 'Next', 'End', 'Output', 'Assign'];
const guarded = [...flow, 'Retry', 'Catch'];

/** ASL specification, "Table of State Types and Fields (JSONata)". */
const allowedFields: Readonly<Record<StateType, readonly string[]>> = {
  Pass: flow,
  Task: [...guarded, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials'],
  Choice: [...common, 'Choices', 'Default', 'Output', 'Assign'],
  Wait: [...flow, 'Seconds', 'Timestamp'],
  Succeed: [...common, 'Output'],
  Fail: [...common, 'Error', 'Cause'],
  Parallel: [...guarded, 'Branches', 'Arguments'],
  Map: [
    ...guarded,
    'Items',
    'ItemReader',
    'ItemSelector',
    'ItemBatcher',
    'ItemProcessor',
    'MaxConcurrency',
    'ToleratedFailureCount',
    'ToleratedFailurePercentage',
    'ResultWriter',
    'Label',
  ],
};

/** The names of `$states` that only mean something after a result, and those that only do in a Catch. */
export const beforeResult: Forbidden = ['result', 'errorOutput'];
const afterResult: Forbidden = ['errorOutput'];

export interface FlowFields {
  readonly context: TemplateContext;
  readonly next: string | undefined;
  readonly conclusion: Conclusion;
  readonly base: Pick<CompiledState, 'name' | 'type' | 'targets' | 'retry' | 'catch'>;
}

/** Checks which fields a state has. */
export function stateContext(type: StateType, name: string, fields: JsonObject, compiler: Compiler): TemplateContext {
  const at = `State '${name}'`;
  onlyFields(fields, allowedFields[type], at);
  return { environment: compiler.environment, at };
}

/** Reads what Pass, Task, Wait, Parallel and Map have in common. */
export function compileFlow(type: StateType, name: string, fields: JsonObject, compiler: Compiler): FlowFields {
  const context = stateContext(type, name, fields, compiler);
  const next = transition(fields, context.at);
  const withResult = type === 'Task' || type === 'Parallel' || type === 'Map';
  const catchers = compileCatch(fields.Catch, context);
  return {
    context,
    next,
    conclusion: compileConclusion(fields, withResult ? afterResult : beforeResult, context),
    base: {
      name,
      type,
      retry: compileRetry(fields.Retry, context.at),
      catch: catchers,
      targets: [...(next === undefined ? [] : [next]), ...catchers.map((catcher) => catcher.next)],
    },
  };
}
