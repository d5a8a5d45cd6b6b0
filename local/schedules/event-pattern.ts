type Json = unknown;
type Pattern = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * EventBridge's pattern language, which event source mappings and pipes filter with too: every field of the pattern must
 * match, a list names the values that do, and an array in the event matches with any of its items.
 */
export function matchesPattern(pattern: Pattern, event: Json): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    if (field === '$or') return (expected as Pattern[]).some((alternative) => matchesPattern(alternative, event));
    if (Array.isArray(event)) return event.some((item) => matchesPattern({ [field]: expected }, item));
    const actual = isObject(event) ? event[field] : undefined;
    if (isObject(expected)) return actual !== undefined && matchesPattern(expected, actual);
    if (!Array.isArray(expected))
      throw new Error(`the event pattern has ${JSON.stringify(expected)} at ${field}, not a list`);
    return expected.some((matcher) => matchesField(matcher, actual));
  });
}

function matchesField(matcher: unknown, actual: Json): boolean {
  if (isObject(matcher) && 'exists' in matcher) return matcher.exists === isLeaf(actual);
  if (Array.isArray(actual)) return actual.some((item) => matchesValue(matcher, item));
  return matchesValue(matcher, actual);
}

/** `exists` looks at leaf values only: an object is none. */
const isLeaf = (value: unknown): boolean => value !== undefined && !isObject(value);

function matchesValue(matcher: unknown, actual: Json): boolean {
  if (!isObject(matcher)) return matcher === actual;
  const [name = '', argument] = Object.entries(matcher)[0] ?? [];
  const match = matchers[name];
  if (!match) throw new Error(`the event pattern uses ${name}, which is not supported`);
  return match(argument, actual);
}

const text = (test: (actual: string, argument: string) => boolean) => (argument: unknown, actual: unknown) =>
  typeof actual === 'string' && test(actual, String(argument));
/** `{"prefix": {"equals-ignore-case": "x"}}` is the form without regard to case. */
const affix = (test: (actual: string, argument: string) => boolean) => (argument: unknown, actual: unknown) => {
  if (typeof actual !== 'string') return false;
  if (!isObject(argument)) return test(actual, String(argument));
  return test(actual.toLowerCase(), String(argument['equals-ignore-case']).toLowerCase());
};

const matchers: Record<string, (argument: unknown, actual: unknown) => boolean> = {
  prefix: affix((actual, argument) => actual.startsWith(argument)),
  suffix: affix((actual, argument) => actual.endsWith(argument)),
  'equals-ignore-case': text((actual, argument) => actual.toLowerCase() === argument.toLowerCase()),
  wildcard: text((actual, argument) => wildcard(argument).test(actual)),
  numeric: (argument, actual) => typeof actual === 'number' && isInRange(argument as (string | number)[], actual),
  'anything-but': (argument, actual) => {
    if (actual === undefined) return false;
    if (Array.isArray(argument)) return !argument.includes(actual);
    if (!isObject(argument)) return argument !== actual;
    const [name = '', values] = Object.entries(argument)[0] ?? [];
    return ![values].flat().some((value) => matchesValue({ [name]: value }, actual));
  },
};

function wildcard(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's');
}

const comparisons: Record<string, (left: number, right: number) => boolean> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** `[">", 0, "<=", 5]` */
function isInRange(conditions: readonly (string | number)[], actual: number): boolean {
  for (let index = 0; index < conditions.length; index += 2) {
    const compare = comparisons[String(conditions[index])];
    if (!compare?.(actual, Number(conditions[index + 1]))) return false;
  }
  return true;
}

/** The filters of FilterCriteria: a record passes when one of them matches, and every record passes when there is none. */
export function filterOf(criteria: unknown): (record: unknown) => boolean {
  const { Filters: filters = [] } = (criteria ?? {}) as { Filters?: readonly { Pattern: string }[] };
  const patterns = filters.map(({ Pattern: pattern }) => JSON.parse(pattern) as Pattern);
  return (record) => patterns.length === 0 || patterns.some((pattern) => matchesPattern(pattern, record));
}
