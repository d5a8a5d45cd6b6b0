import { conclude } from './conclusion.ts';
import type { CompileState } from './program.ts';
import { compileFlow } from './state-fields.ts';

export const compilePass: CompileState = (name, fields, compiler) => {
  const { base, next, conclusion } = compileFlow('Pass', name, fields, compiler);
  return { ...base, attempt: (visit) => conclude(visit, conclusion, next, { output: visit.input }) };
};
