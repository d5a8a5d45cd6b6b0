import { businessDateOf, type Clock, instant } from '../shared/clock.ts';
import type { AdvanceClock } from './clock.contract.ts';
import { refuseClock } from './clock.refusals.ts';

export interface ClockPorts {
  readonly clock: Clock;
  /** Lets the sandbox's time pass until the instant and everything that falls due on the way happen; absent where time is real. */
  readonly advanceTo?: ((to: string) => Promise<{ readonly now: string; readonly fired: number }>) | undefined;
}

const hourMs = 60 * 60 * 1000;
const horizonYears = 10;

const shown = (now: string) => ({ now, businessDate: businessDateOf(now) });

export const readClock = ({ clock }: ClockPorts) => shown(instant(clock));

/** Moves the sandbox's time forward. Sending an instant again is harmless: it is not before now, and nothing is left to fire. */
export async function passTime({ clock, advanceTo }: ClockPorts, { to, days, hours }: AdvanceClock) {
  if (!advanceTo) {
    throw refuseClock(
      'ClockNotVirtual',
      'This sandbox runs in real time: only a local sandbox (npm start) can pass it.',
    );
  }
  const nowMs = clock.now();
  const toMs = to === undefined ? nowMs + ((days ?? 0) * 24 + (hours ?? 0)) * hourMs : Date.parse(to);
  const now = new Date(nowMs).toISOString();
  if (toMs < nowMs) throw refuseClock('ClockCannotGoBack', `It is ${now} already.`, { now });
  if (toMs > horizonAfter(nowMs)) {
    throw refuseClock('ClockBeyondHorizon', `One step may be ${horizonYears} years at most.`, { now, horizonYears });
  }
  const reached = await advanceTo(new Date(toMs).toISOString());
  return { ...shown(reached.now), fired: reached.fired };
}

function horizonAfter(nowMs: number): number {
  const horizon = new Date(nowMs);
  return horizon.setUTCFullYear(horizon.getUTCFullYear() + horizonYears);
}
