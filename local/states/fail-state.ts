import { StateFailure } from './failure.ts';
import type { Json } from './json.ts';
import type { CompileState } from './program.ts';
import { beforeResult, stateContext } from './state-fields.ts';
import { compileTemplate, typed } from './template.ts';
import { bindingsOf } from './visit.ts';

const isText = (value: Json): value is string => typeof value === 'string';

export const compileFail: CompileState = (name, fields, compiler) => {
  const context = stateContext('Fail', name, fields, compiler);
  const text = (field: 'Error' | 'Cause') =>
    typed(compileTemplate(fields[field] ?? '', field, beforeResult, context), field, 'a string', isText);
  const [error, cause] = [text('Error'), text('Cause')];
  return {
    name,
    type: 'Fail',
    targets: [],
    retry: [],
    catch: [],
    attempt: async (visit) => {
      const bindings = bindingsOf(visit);
      throw new StateFailure(await error(bindings), await cause(bindings));
    },
  };
};
