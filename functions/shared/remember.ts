import type { Clock } from './clock.ts';

export interface MemoryLimits {
  readonly entriesMax: number;
  readonly ageMaxMs: number;
  /** For answers that say "there is none", which something new must soon overcome. */
  readonly missingAgeMaxMs?: number;
}

/**
 * Remembers what was costly to find out, for a while and for so many keys; the entry that was made first goes first. Two
 * callers at once share one answer, and a failure is not remembered.
 */
export function remember<Value>(clock: Clock, limits: MemoryLimits) {
  const { entriesMax, ageMaxMs, missingAgeMaxMs = ageMaxMs } = limits;
  const known = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();
  return async (key: string, find: () => Promise<Value>): Promise<Value> => {
    const entry = known.get(key);
    if (entry && clock.now() < entry.until) return entry.value;
    const value = find();
    known.delete(key);
    known.set(key, { value, until: clock.now() + ageMaxMs });
    for (const oldest of known.keys()) {
      if (known.size <= entriesMax) break;
      known.delete(oldest);
    }
    try {
      const found = await value;
      if (found === undefined && known.get(key)?.value === value) {
        known.set(key, { value, until: clock.now() + missingAgeMaxMs });
      }
      return found;
    } catch (error) {
      if (known.get(key)?.value === value) known.delete(key);
      throw error;
    }
  };
}
