import { compileConclusion, conclude } from './conclusion.ts';
import { InvalidDefinition, onlyFields, optionalList, requiredObject, requiredText } from './definition.ts';
import { StateFailure } from './failure.ts';
import type { Json } from './json.ts';
import type { CompileState } from './program.ts';
import { beforeResult, stateContext } from './state-fields.ts';
import { compileTemplate, typed } from './template.ts';
import { bindingsOf } from './visit.ts';

const isBoolean = (value: Json): value is boolean => typeof value === 'boolean';

/** The first rule that holds decides, with its own Assign and Output; the state's own belong to Default. */
export const compileChoice: CompileState = (name, fields, compiler) => {
  const context = stateContext('Choice', name, fields, compiler);
  const otherwise = compileConclusion(fields, beforeResult, context);
  const fallback = fields.Default === undefined ? undefined : requiredText(fields, 'Default', context.at);
  const list = optionalList(fields.Choices, `${context.at}: Choices`);
  if (list.length === 0) throw new InvalidDefinition(`${context.at}: Choices must hold at least one rule.`);
  const rules = list.map((entry, index) => {
    const at = `${context.at}: Choices[${index}]`;
    const rule = requiredObject(entry, at);
    onlyFields(rule, ['Condition', 'Next', 'Output', 'Assign', 'Comment'], at);
    if (rule.Condition === undefined) throw new InvalidDefinition(`${at}: needs a Condition.`);
    const field = `Choices[${index}]/Condition`;
    return {
      holds: typed(compileTemplate(rule.Condition, field, beforeResult, context), field, 'a boolean', isBoolean),
      next: requiredText(rule, 'Next', at),
      conclusion: compileConclusion(rule, beforeResult, { ...context, at }),
    };
  });
  return {
    name,
    type: 'Choice',
    targets: [...rules.map((rule) => rule.next), ...(fallback === undefined ? [] : [fallback])],
    retry: [],
    catch: [],
    attempt: async (visit) => {
      const bindings = bindingsOf(visit);
      for (const rule of rules) {
        if (await rule.holds(bindings)) return conclude(visit, rule.conclusion, rule.next, { output: visit.input });
      }
      if (fallback !== undefined) return conclude(visit, otherwise, fallback, { output: visit.input });
      throw new StateFailure('States.NoChoiceMatched', `No rule of the state '${name}' holds, and it has no Default.`);
    },
  };
};
