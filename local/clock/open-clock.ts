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
  const save = (nowMs: number): void => store.put(key, String(Math.round(nowMs - Date.now())));
  const startMs = Math.max(givenMs, keptMs);
  save(startMs);
  // Kept at every step of an advance: a process that is killed in the middle of it must not come back before what it has written.
  return createVirtualClock({ work, onError, startMs, onMove: save });
}

function instantOf(text: string): number {
  const instant = Date.parse(text);
  if (Number.isNaN(instant))
    throw new Sentence(`--clock ${text} is not an instant; write it like 2026-12-01T00:00:00Z.`);
  return instant;
}
