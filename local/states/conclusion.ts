import type { Catcher } from './catch.ts';
import { InvalidDefinition } from './definition.ts';
import type { Evaluate } from './expression.ts';
import type { StateFailure } from './failure.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { limitedText } from './payload.ts';
import type { Outcome } from './program.ts';
import { compileTemplate, type Forbidden, type TemplateContext } from './template.ts';
import { bindingsOf, type Visit } from './visit.ts';

/** `Output` and `Assign` of a state, a choice rule or a catcher. */
export interface Conclusion {
  readonly output: Evaluate | undefined;
  readonly assign: Evaluate | undefined;
}

const variableName = /^[\p{ID_Start}][\p{ID_Continue}]{0,79}$/u;

/** Reads `Output` and `Assign`. */
export function compileConclusion(fields: JsonObject, forbidden: Forbidden, context: TemplateContext): Conclusion {
  const { Assign: assign } = fields;
  if (assign !== undefined) {
    if (!isObject(assign)) throw new InvalidDefinition(`${context.at}: Assign must be an object.`);
    const wrong = Object.keys(assign).find((name) => name === 'states' || !variableName.test(name));
    if (wrong !== undefined) throw new InvalidDefinition(`${context.at}: '${wrong}' cannot be assigned to.`);
  }
  return {
    output: fields.Output === undefined ? undefined : compileTemplate(fields.Output, 'Output', forbidden, context),
    assign: assign === undefined ? undefined : compileTemplate(assign, 'Assign', forbidden, context),
  };
}

/**
 * Ends a visit: Assign and Output are both evaluated against the variables as they were when the state was entered, so neither
 * sees the other. Without Output, the given value is passed on.
 */
export async function conclude(
  visit: Visit,
  conclusion: Conclusion,
  next: string | undefined,
  value: { readonly output: Json; readonly result?: Json; readonly errorOutput?: Json },
): Promise<Outcome> {
  if (!conclusion.output && !conclusion.assign) return { output: value.output, assign: undefined, next };
  const { output: passedOn, ...states } = value;
  const bindings = bindingsOf(visit, states);
  const assign = conclusion.assign ? ((await conclusion.assign(bindings)) as JsonObject) : undefined;
  const output = conclusion.output ? await conclusion.output(bindings) : passedOn;
  if (assign) limitedText(assign, `The value assigned to variables by the state '${visit.state.name}'`);
  return { output, assign, next };
}

/** Hands an error over to a catcher: `$states.errorOutput` is its result, and its output unless it has an Output of its own. */
export const concludeCaught = (visit: Visit, catcher: Catcher, failure: StateFailure): Promise<Outcome> => {
  const errorOutput = { Error: failure.error, Cause: failure.cause };
  return conclude(visit, catcher, catcher.next, { output: errorOutput, errorOutput });
};
