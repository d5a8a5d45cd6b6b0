import { compileErrorEquals } from './catch.ts';
import { InvalidDefinition, onlyFields, optionalList, optionalNumber, requiredObject } from './definition.ts';
import { matchesError } from './error-match.ts';
import type { Json } from './json.ts';

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly fullJitter: boolean;
}

const retrierFields = [
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
];

/** Reads `Retry`, with the defaults of the ASL specification ("Retrying after error"). */
export function compileRetry(value: Json | undefined, at: string): Retrier[] {
  const list = optionalList(value, `${at}: Retry`);
  return list.map((entry, index) => {
    const where = `${at}: Retry[${index}]`;
    const fields = requiredObject(entry, where);
    onlyFields(fields, retrierFields, where);
    const strategy = fields.JitterStrategy ?? 'NONE';
    if (strategy !== 'FULL' && strategy !== 'NONE')
      throw new InvalidDefinition(`${where}: JitterStrategy is FULL or NONE.`);
    return {
      errorEquals: compileErrorEquals(fields, where, index === list.length - 1),
      intervalSeconds: optionalNumber(fields, 'IntervalSeconds', where, { min: 1, max: 99_999_999 }) ?? 1,
      maxAttempts: optionalNumber(fields, 'MaxAttempts', where, { min: 0, max: 99_999_999 }) ?? 3,
      backoffRate: optionalNumber(fields, 'BackoffRate', where, { min: 1, whole: false }) ?? 2,
      maxDelaySeconds: optionalNumber(fields, 'MaxDelaySeconds', where, { min: 1, max: 31_622_400 }) ?? Infinity,
      fullJitter: strategy === 'FULL',
    };
  });
}

/** Milliseconds before retry number `retries` (0 is the first) of a retrier. */
export function retryDelay(retrier: Retrier, retries: number, random: () => number): number {
  const seconds = Math.min(retrier.intervalSeconds * retrier.backoffRate ** retries, retrier.maxDelaySeconds);
  return Math.round(seconds * 1000 * (retrier.fullJitter ? random() : 1));
}

/**
 * How long to wait before the next attempt; undefined when the error has no retrier, or its retrier is used up. Only the first
 * retrier that matches counts. `counts` is kept per retrier and per entry of the state, and is written to.
 */
export function nextRetry(
  retriers: readonly Retrier[],
  counts: number[],
  error: string,
  random: () => number,
): number | undefined {
  const index = retriers.findIndex((retrier) => matchesError(retrier.errorEquals, error));
  const retrier = retriers[index];
  if (!retrier) return undefined;
  const used = counts[index] ?? 0;
  if (used >= retrier.maxAttempts) return undefined;
  for (let at = counts.length; at < retriers.length; at += 1) counts[at] = 0;
  counts[index] = used + 1;
  return retryDelay(retrier, used, random);
}
