import { InvalidDefinition } from './definition.ts';
import { type Bindings, compileExpression, type Evaluate, QueryEvaluationError } from './expression.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { ExpressionEnvironment } from './jsonata-functions.ts';

const expressionPattern = /^\{%([\s\S]*)%\}$/;

/** The names of `$states` that a field may not use (ASL specification, "Reserved states variable with JSONata"). */
export type Forbidden = readonly ('result' | 'errorOutput')[];

export interface TemplateContext {
  readonly environment: ExpressionEnvironment;
  /** Where the field stands, for messages about the definition. */
  readonly at: string;
}

function compileText(
  text: string,
  field: string,
  forbidden: Forbidden,
  context: TemplateContext,
): Evaluate | undefined {
  const source = expressionPattern.exec(text)?.[1]?.trim();
  if (source === undefined) return undefined;
  const wrong = forbidden.find((name) => new RegExp(`\\$states\\.${name}\\b`).test(source));
  if (wrong) throw new InvalidDefinition(`${context.at}: $states.${wrong} cannot be used in ${field}.`);
  try {
    return compileExpression(source, field, context.environment);
  } catch (error) {
    if (error instanceof InvalidDefinition) throw new InvalidDefinition(`${context.at}: ${error.message}`);
    throw error;
  }
}

function compileMembers(
  members: readonly (readonly [string, Json])[],
  field: string,
  forbidden: Forbidden,
  context: TemplateContext,
): [string, Evaluate | undefined, Json][] {
  return members.map(([key, value]) => [
    key,
    compileTemplate(value, `${field}/${key}`, forbidden, context, true),
    value,
  ]);
}

const compose =
  (members: readonly [string, Evaluate | undefined, Json][], build: (values: Json[]) => Json): Evaluate =>
  (bindings) => {
    const values = members.map(([, evaluate, constant]) => (evaluate ? evaluate(bindings) : constant));
    return values.some((value) => value instanceof Promise) ? Promise.all(values).then(build) : build(values as Json[]);
  };

/** A field that may hold JSONata anywhere inside; `undefined` (inside another template) when there is nothing to evaluate. */
export function compileTemplate(
  value: Json,
  field: string,
  forbidden: Forbidden,
  context: TemplateContext,
  inner: true,
): Evaluate | undefined;
export function compileTemplate(value: Json, field: string, forbidden: Forbidden, context: TemplateContext): Evaluate;
export function compileTemplate(
  value: Json,
  field: string,
  forbidden: Forbidden,
  context: TemplateContext,
  inner = false,
): Evaluate | undefined {
  const constant: Evaluate | undefined = inner ? undefined : () => value;
  if (typeof value === 'string') return compileText(value, field, forbidden, context) ?? constant;
  if (Array.isArray(value)) {
    const members = compileMembers(
      value.map((member, at) => [`[${at}]`, member] as const),
      field,
      forbidden,
      context,
    );
    return members.some(([, evaluate]) => evaluate) ? compose(members, (values) => values) : constant;
  }
  if (!isObject(value)) return constant;
  const members = compileMembers(Object.entries(value), field, forbidden, context);
  if (!members.some(([, evaluate]) => evaluate)) return constant;
  return compose(members, (values) => {
    const built: JsonObject = {};
    members.forEach(([key], at) => {
      built[key] = values[at] as Json;
    });
    return built;
  });
}

/** A field that must come out as a certain type, given as a constant or as JSONata. */
export type TypedField<T> = (bindings: Bindings) => Promise<T>;

/** Checks what a field came to; a wrong type is a query evaluation error at run time (ASL specification, "JSONata Runtime Errors"). */
export function typed<T extends Json>(
  evaluate: Evaluate,
  field: string,
  expected: string,
  is: (value: Json) => value is T,
): TypedField<T> {
  return async (bindings) => {
    const value = await evaluate(bindings);
    if (is(value)) return value;
    throw new QueryEvaluationError(
      field,
      `The JSONata expression for the field '${field}' returned an unexpected result. Expected ${expected}, but was ${JSON.stringify(value)?.slice(0, 200)}.`,
    );
  };
}
