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
  const kept = store.get(key);
  const keptMs = kept === undefined ? Number.NEGATIVE_INFINITY : Date.now() + Number(kept);
  const givenMs = clock === undefined ? (kept === undefined ? Date.now() : keptMs) : instantOf(clock);
  const opened = createVirtualClock({ work, onError, startMs: Math.max(givenMs, keptMs) });
  saveClock(opened, store);
  return {
    ...opened,
    // Kept at once: a process that is killed must not come back in the past.
    advanceTo: (instantMs) => opened.advanceTo(instantMs).finally(() => saveClock(opened, store)),
  };
}

/** Keeps the clock's distance from real time. */
const saveClock = (clock: ClockControl, store: Store): void =>
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
