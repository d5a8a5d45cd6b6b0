import type { Clock } from '../shared/clock.ts';

export interface Memory {
  readonly entriesMax: number;
  /** How long an answer is believed; shorter for "there is none", which a new key must soon overcome. */
  readonly foundMs: number;
  readonly missingMs: number;
}

/**
 * Remembers what a look-up found, in the memory of this function. Bounded: a flood of wrong keys pushes entries out, oldest
 * first, and cannot fill the memory.
 */
export function remembered<Found>(
  lookUp: (name: string) => Promise<Found | undefined>,
  clock: Clock,
  { entriesMax, foundMs, missingMs }: Memory,
): (name: string) => Promise<Found | undefined> {
  const known = new Map<string, { readonly found: Found | undefined; readonly untilMs: number }>();
  return async (name) => {
    const entry = known.get(name);
    if (entry && clock.now() < entry.untilMs) return entry.found;
    const found = await lookUp(name);
    known.delete(name);
    known.set(name, { found, untilMs: clock.now() + (found === undefined ? missingMs : foundMs) });
    for (const oldest of known.keys()) {
      if (known.size <= entriesMax) break;
      known.delete(oldest);
    }
    return found;
  };
}
