import type { Clock } from '../shared/clock.ts';

export interface RequestRate {
  /** Requests a second that a key may send for as long as it likes. */
  readonly perSecond: number;
  /** How many it may send at once after it has been silent. */
  readonly burst: number;
}

/** What a request found in its key's bucket. */
export interface Taken {
  /** Tokens that are left, whole ones. */
  readonly remaining: number;
  /** Seconds until there is a token; absent where this request has got one. */
  readonly retryAfter?: number;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** As many keys as the authorizer remembers; the one that was silent longest is forgotten, which fills its bucket. */
const keysMax = 10_000;

/**
 * A bucket of tokens for each key, in the memory of this process: a request takes one, and they come back at a steady rate. Each
 * instance of the function has buckets of its own (docs/decisions/0012).
 */
export function tokenBuckets(clock: Clock, { perSecond, burst }: RequestRate) {
  const buckets = new Map<string, Bucket>();
  return (keyId: string): Taken => {
    const at = clock.now();
    const before = buckets.get(keyId) ?? { tokens: burst, at };
    const seconds = Math.max(0, at - before.at) / 1000; // a clock that is set back takes nothing away
    const tokens = Math.min(burst, before.tokens + seconds * perSecond);
    const isTaken = tokens >= 1;
    buckets.delete(keyId);
    buckets.set(keyId, { tokens: isTaken ? tokens - 1 : tokens, at });
    if (buckets.size > keysMax) buckets.delete(buckets.keys().next().value ?? '');
    if (isTaken) return { remaining: Math.floor(tokens - 1) };
    return { remaining: 0, retryAfter: Math.ceil((1 - tokens) / perSecond) };
  };
}
