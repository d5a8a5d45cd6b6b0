import jsonata from 'jsonata';
import { InvalidDefinition } from './definition.ts';
import { StateFailure } from './failure.ts';
import { type Json, type JsonObject, toJson } from './json.ts';
import { addFunctions, type ExpressionEnvironment } from './jsonata-functions.ts';

/** What an expression can see: `$states`, and the workflow's variables as they were when the state was entered. */
export interface Bindings {
  readonly states: {
    readonly input: Json;
    readonly context: JsonObject;
    readonly result?: Json;
    readonly errorOutput?: Json;
  };
  readonly variables: Readonly<JsonObject>;
}

/** Answers at once where it can: most expressions of a workflow are plain paths, and a promise costs more than they do. */
export type Evaluate = (bindings: Bindings) => Json | Promise<Json>;

// an expression that recurses without end must fail its state, not hold the whole runtime
const longestEvaluationMs = 10_000;

/** An evaluation that failed, with the field it failed in (for the EvaluationFailed event). */
export class QueryEvaluationError extends StateFailure {
  readonly location: string;
  constructor(location: string, cause: string) {
    super('States.QueryEvaluationError', cause);
    this.location = location.split('/')[0] ?? location;
  }
}

const quote = (source: string, field: string) =>
  `The JSONata expression '${source}' specified for the field '${field}'`;

const undefinedResult = (source: string, field: string) =>
  new QueryEvaluationError(field, `${quote(source, field)} returned nothing (undefined).`);

/** The names of a path like `$states.input.order.id`, when that is all the expression is. */
function plainPath(ast: jsonata.ExprNode): readonly string[] | undefined {
  if (ast.type === 'variable') return Object.hasOwn(ast, 'predicate') || !ast.value ? undefined : [String(ast.value)];
  if (ast.type !== ('path' as string) || Object.keys(ast).some((key) => key !== 'type' && key !== 'steps')) return;
  const steps = ast.steps ?? [];
  const plain = steps.every(
    (step, at) =>
      step.type === (at === 0 ? 'variable' : 'name') &&
      step.value &&
      Object.keys(step).every((key) => key === 'type' || key === 'value' || key === 'position'),
  );
  return plain ? steps.map((step) => String(step.value)) : undefined;
}

const notPlain = Symbol('not plain');

/** Follows a plain path. An array on the way means JSONata's mapping, which is left to JSONata. */
function follow(path: readonly string[], bindings: Bindings): Json | undefined | typeof notPlain {
  const [first, ...names] = path as [string, ...string[]];
  let value: Json | undefined =
    first === 'states'
      ? (bindings.states as unknown as JsonObject)
      : Object.hasOwn(bindings.variables, first)
        ? bindings.variables[first]
        : undefined;
  for (const name of names) {
    if (Array.isArray(value)) return notPlain;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

function parse(source: string, field: string): jsonata.Expression {
  try {
    return jsonata(source, { timeout: longestEvaluationMs });
  } catch (error) {
    throw new InvalidDefinition(`${field}: '${source}' is not valid JSONata: ${(error as Error).message}`);
  }
}

function describeError(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ? `${code}: ${message}` : (message ?? String(error));
}

const isFunction = (value: unknown) =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value));

/** Compiles the inside of a `{% %}` string, once for all executions. */
export function compileExpression(source: string, field: string, environment: ExpressionEnvironment): Evaluate {
  const expression = parse(source, field);
  const ast = expression.ast();
  const start = ast.steps?.[0] ?? ast;
  if (start.type === 'name' || (start.type === 'variable' && (start.value === '' || start.value === '$'))) {
    throw new InvalidDefinition(
      `${field}: '${source}' must start from $states or a variable, not from $ or a bare name.`,
    );
  }
  addFunctions(expression, environment);
  const evaluate = async (bindings: Bindings): Promise<Json> => {
    let value: unknown;
    try {
      value = await expression.evaluate(undefined, { ...bindings.variables, states: bindings.states });
    } catch (error) {
      const cause = `${quote(source, field)} threw an error during evaluation. ${describeError(error)}`;
      throw new QueryEvaluationError(field, cause);
    }
    if (value === undefined || isFunction(value)) throw undefinedResult(source, field);
    return toJson(value);
  };
  const path = plainPath(ast);
  if (!path) return evaluate;
  return (bindings) => {
    const value = follow(path, bindings);
    if (value === notPlain) return evaluate(bindings);
    if (value === undefined) throw undefinedResult(source, field);
    return value;
  };
}
