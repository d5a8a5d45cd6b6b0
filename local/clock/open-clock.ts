import { Sentence } from '../sentence.ts';
import type { Store } from '../store/store.ts';
import { type ClockControl, createVirtualClock } from './virtual-clock.ts';
import type { WorkMeter } from './work.ts';

const key = 'clock/offset';

/**
 * The clock as it was left: what an advance added to real time is kept, so that time goes on at the same distance while the
 * runtime is stopped, and the time-outs of what was in flight stay true. `--clock` can only move a kept clock forward.
 */
export function openClock(
  { clock }: { readonly clock?: string },
  store: Store,
  work: WorkMeter,
  onError: (error: unknown) => void,
): ClockControl {
  const startMs = Math.max(Date.now() + Number(store.get(key) ?? 0), clock === undefined ? 0 : instantOf(clock));
  const kept = store.get(key) !== undefined;
  const given = clock === undefined ? undefined : instantOf(clock);
  return createVirtualClock({ work, onError, startMs: given !== undefined && !kept ? given : startMs });
}

/** Keeps the clock's distance from real time. */
export const saveClock = (clock: ClockControl, store: Store): void =>
  store.put(key, String(Math.round(clock.now() - Date.now())));

export function closeClock(clock: ClockControl, store: Store): void {
  clock.stop();
  saveClock(clock, store);
}

function instantOf(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant))
    throw new Sentence(`--clock ${text} is not an instant; write it like 2026-12-01T00:00:00Z.`);
  return instant;
}
