import { businessDateOf, type Clock, instant } from '../shared/clock.ts';
import type { AdvanceClock } from './clock.contract.ts';
import { refuseClock } from './clock.refusals.ts';

/** To an instant, or so far from the time that it is when the steps asked for before have ended: two such steps add up. */
export type ClockStep = { readonly to: string } | { readonly byMs: number };

export interface ClockPorts {
  readonly clock: Clock;
  /** Lets the sandbox's time pass and everything that falls due on the way happen; absent where time is real. */
  readonly advance?: ((step: ClockStep) => Promise<{ readonly now: string; readonly fired: number }>) | undefined;
}

const hourMs = 60 * 60 * 1000;
const horizonYears = 10;

const shown = (now: string) => ({ now, businessDate: businessDateOf(now) });

export const readClock = ({ clock }: ClockPorts) => shown(instant(clock));

/** Moves the sandbox's time forward. Sending an instant again is harmless: it is not before now, and nothing is left to fire. */
export async function passTime({ clock, advance }: ClockPorts, { to, days, hours }: AdvanceClock) {
  if (!advance) {
    throw refuseClock(
      'ClockNotVirtual',
      'This sandbox runs in real time: only a local sandbox (npm start) can pass it.',
    );
  }
  const nowMs = clock.now();
  const byMs = ((days ?? 0) * 24 + (hours ?? 0)) * hourMs;
  const toMs = to === undefined ? nowMs + byMs : Date.parse(to);
  const now = new Date(nowMs).toISOString();
  if (toMs < nowMs) throw refuseClock('ClockCannotGoBack', `It is ${now} already.`, { now });
  if (toMs > horizonAfter(nowMs)) {
    throw refuseClock('ClockBeyondHorizon', `One step may be ${horizonYears} years at most.`, { now, horizonYears });
  }
  const reached = await advance(to === undefined ? { byMs } : { to: new Date(toMs).toISOString() });
  return { ...shown(reached.now), fired: reached.fired };
}

function horizonAfter(nowMs: number): number {
  const horizon = new Date(nowMs);
  return horizon.setUTCFullYear(horizon.getUTCFullYear() + horizonYears);
}
