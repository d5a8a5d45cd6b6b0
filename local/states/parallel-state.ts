import { runChildren } from './children.ts';
import { conclude } from './conclusion.ts';
import { InvalidDefinition, optionalList, requiredObject } from './definition.ts';
import type { Json } from './json.ts';
import { limitedText } from './payload.ts';
import type { CompileState } from './program.ts';
import { beforeResult, compileFlow } from './state-fields.ts';
import { compileTemplate } from './template.ts';
import { bindingsOf, record, save } from './visit.ts';

/** One failing branch ends the others, and its error is the error of the state. */
export const compileParallel: CompileState = (name, fields, compiler) => {
  const { base, next, conclusion, context } = compileFlow('Parallel', name, fields, compiler);
  const list = optionalList(fields.Branches, `${context.at}: Branches`);
  if (list.length === 0) throw new InvalidDefinition(`${context.at}: Branches must hold at least one branch.`);
  const branches = list.map((entry, at) => {
    const where = `${context.at}: Branches[${at}]`;
    return compiler.program(requiredObject(entry, where), where);
  });
  const args =
    fields.Arguments === undefined ? undefined : compileTemplate(fields.Arguments, 'Arguments', beforeResult, context);
  return {
    ...base,
    attempt: async (visit) => {
      const input = args ? await args(bindingsOf(visit)) : visit.input;
      limitedText(input, `The input of the branches of the state '${name}'`);
      if (!visit.point.started) {
        record(visit.scope, 'ParallelStateStarted');
        visit.point.started = true;
        save(visit);
      }
      const outcomes = await runChildren(visit, {
        count: branches.length,
        limit: branches.length,
        program: (at) => branches[at] as (typeof branches)[number],
        input: () => input,
        tolerates: () => false,
      });
      const result = outcomes.map((outcome) => ('output' in outcome ? outcome.output : null) satisfies Json);
      limitedText(result, `The result of the state '${name}'`);
      record(visit.scope, 'ParallelStateSucceeded');
      return conclude(visit, conclusion, next, { output: result, result });
    },
  };
};
