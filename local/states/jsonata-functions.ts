import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';

/** Where the functions of an expression get the time and the dice from. */
export interface ExpressionEnvironment {
  now(): number;
  random(): number;
}

const formatTime = jsonata('$fromMillis($millis, $picture, $timezone)');

/** A small generator with a seed (mulberry32), because `$random(seed)` must answer the same for the same seed. */
function seeded(seed: number): number {
  let state = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
}

function partition(values: unknown, size: unknown): unknown {
  if (values === undefined) return undefined;
  if (typeof size !== 'number' || size < 1) throw new Error('The chunk size of $partition must be a positive number.');
  const list = Array.isArray(values) ? values : [values];
  const chunk = Math.trunc(size);
  return Array.from({ length: Math.ceil(list.length / chunk) }, (_, at) => list.slice(at * chunk, (at + 1) * chunk));
}

function range(first: unknown, last: unknown, step: unknown): number[] {
  if (![first, last, step].every((value) => typeof value === 'number') || step === 0) {
    throw new Error('$range needs a first value, a last value and a step that is not zero, all of them numbers.');
  }
  const [from, to, by] = [first, last, step] as [number, number, number];
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > 1000) throw new Error('$range gives at most 1000 values.');
  return Array.from({ length }, (_, at) => from + at * by);
}

const algorithms: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function hash(value: unknown, algorithm: unknown): string | undefined {
  if (value === undefined) return undefined;
  const name = algorithms[String(algorithm ?? 'SHA-1')];
  if (!name) throw new Error(`$hash knows ${Object.keys(algorithms).join(', ')}, not ${String(algorithm)}.`);
  return createHash(name)
    .update(typeof value === 'string' ? value : JSON.stringify(value))
    .digest('hex');
}

/**
 * Adds the functions that Step Functions gives to JSONata, takes away `$eval`, and makes `$now` and `$millis` follow the clock
 * ("Transforming data with JSONata in Step Functions").
 */
export function addFunctions(expression: jsonata.Expression, environment: ExpressionEnvironment): void {
  expression.registerFunction('partition', partition);
  expression.registerFunction('range', range);
  expression.registerFunction('hash', hash);
  expression.registerFunction('uuid', () => randomUUID());
  expression.registerFunction('random', (seed?: number) => (seed === undefined ? environment.random() : seeded(seed)));
  expression.registerFunction('parse', (text?: string) => (text === undefined ? undefined : JSON.parse(text)));
  expression.registerFunction('millis', () => environment.now());
  expression.registerFunction('now', (picture?: string, timezone?: string) =>
    formatTime.evaluate(undefined, { millis: environment.now(), picture, timezone }),
  );
  expression.registerFunction('eval', () => {
    throw new Error('$eval is not available in Step Functions; use $parse to read JSON.');
  });
}
