import { InvalidDefinition, onlyFields, optionalList, requiredObject, requiredText } from './definition.ts';
import { matchesError } from './error-match.ts';
import type { Evaluate } from './expression.ts';
import type { Json, JsonObject } from './json.ts';
import { compileTemplate, type TemplateContext } from './template.ts';

export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  readonly output: Evaluate | undefined;
  readonly assign: Evaluate | undefined;
}

/** `ErrorEquals` of a retrier or a catcher: States.ALL must stand alone, and in the last one. */
export function compileErrorEquals(fields: JsonObject, at: string, isLast: boolean): string[] {
  const names = optionalList(fields.ErrorEquals, `${at}: ErrorEquals`);
  if (names.length === 0) throw new InvalidDefinition(`${at}: ErrorEquals must name at least one error.`);
  const texts = names.map((name) => {
    if (typeof name !== 'string') throw new InvalidDefinition(`${at}: ErrorEquals holds names only.`);
    return name;
  });
  if (texts.includes('States.ALL') && (texts.length > 1 || !isLast)) {
    throw new InvalidDefinition(`${at}: States.ALL must be alone, and in the last entry.`);
  }
  return texts;
}

/** Reads `Catch`. */
export function compileCatch(value: Json | undefined, context: TemplateContext): Catcher[] {
  const list = optionalList(value, `${context.at}: Catch`);
  return list.map((entry, index) => {
    const at = `${context.at}: Catch[${index}]`;
    const fields = requiredObject(entry, at);
    onlyFields(fields, ['ErrorEquals', 'Next', 'Output', 'Assign', 'Comment'], at);
    const optional = (key: 'Output' | 'Assign') =>
      fields[key] === undefined
        ? undefined
        : compileTemplate(fields[key], `Catch[${index}]/${key}`, ['result'], context);
    return {
      errorEquals: compileErrorEquals(fields, at, index === list.length - 1),
      next: requiredText(fields, 'Next', at),
      output: optional('Output'),
      assign: optional('Assign'),
    };
  });
}

/** The first catcher, in order, that is for this error. */
export const findCatcher = (catchers: readonly Catcher[], error: string): Catcher | undefined =>
  catchers.find((catcher) => matchesError(catcher.errorEquals, error));
