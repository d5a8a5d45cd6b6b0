import { compileConclusion, conclude } from './conclusion.ts';
import type { CompileState } from './program.ts';
import { beforeResult, stateContext } from './state-fields.ts';

export const compileSucceed: CompileState = (name, fields, compiler) => {
  const context = stateContext('Succeed', name, fields, compiler);
  const conclusion = compileConclusion(fields, beforeResult, context);
  return {
    name,
    type: 'Succeed',
    targets: [],
    retry: [],
    catch: [],
    attempt: (visit) => conclude(visit, conclusion, undefined, { output: visit.input }),
  };
};
