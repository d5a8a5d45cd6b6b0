import type { VirtualClock } from './clock.ts';
import { type SharedTime, sharedTime } from './shared-time.ts';
import { createTimerList, type Timer, type TimerList } from './timers.ts';
import type { WorkMeter } from './work.ts';

/** Answers whether a part of the system that cannot count its work (a stream, a queue) has nothing left to do. */
export type QuietProbe = () => Promise<boolean>;

export interface ClockControl extends VirtualClock {
  /** The memory in which other threads read the time. */
  readonly buffer: SharedArrayBuffer;
  /** Moves time forward to the instant, letting everything that falls due on the way happen; returns how many timers fired. */
  advanceTo(instantMs: number): Promise<number>;
  /** The same, by so much from the time that it is when the advances before this one have ended. */
  advanceBy(ms: number): Promise<number>;
  /** Resolves when no work is in progress and every probe is quiet. */
  quiet(): Promise<void>;
  addProbe(probe: QuietProbe): void;
  stop(): void;
}

export interface ClockOptions {
  readonly work: WorkMeter;
  readonly startMs?: number;
  /** Told of every step of an advance, before anything that falls due there happens. */
  readonly onMove?: (nowMs: number) => void;
  /** Where a timer's failure is told; it must not stop the clock. */
  readonly onError?: (error: unknown) => void;
  /** Real time after which an advance gives up waiting for quiet: something is running in circles. */
  readonly quietLimitMs?: number;
}

const longestTimeoutMs = 2 ** 31 - 1;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The runtime's one clock: it ticks with real time, and stands still only while it is being advanced. */
export function createVirtualClock(options: ClockOptions): ClockControl {
  const { work, onMove = () => {}, onError = () => {}, quietLimitMs = 120_000 } = options;
  const time = sharedTime(undefined, options.startMs);
  const timers = createTimerList();
  const probes: QuietProbe[] = [];
  let advancing: Promise<unknown> = Promise.resolve();

  const fire = (timer: Timer): void => {
    const done = work.begin('timer');
    void (async () => timer.action())().catch(onError).finally(done);
  };
  const ticking = tickThrough(time, timers, fire);
  const quiet = () => untilQuiet(work, probes, quietLimitMs);

  const moveTo = (instantMs: number): void => {
    time.freezeAt(Math.max(instantMs, time.now()));
    onMove(time.now());
  };
  const advance = async (toMs: number): Promise<number> => {
    let fired = 0;
    time.freezeAt(time.now());
    try {
      await quiet();
      for (let next = timers.first(); next && next.atMs <= toMs; next = timers.first()) {
        moveTo(next.atMs);
        const due = timers.takeDue(next.atMs);
        fired += due.length;
        for (const timer of due) fire(timer);
        await quiet();
      }
      moveTo(toMs);
      return fired;
    } finally {
      time.tickFrom(time.now());
    }
  };

  const inTurn = (move: () => Promise<number>): Promise<number> => {
    ticking.hold();
    const turnOfMine = advancing.then(move);
    // The caller gets a failure; the next advance must still have its turn.
    advancing = turnOfMine.catch(() => {}).finally(ticking.release);
    return turnOfMine;
  };

  return {
    buffer: time.buffer,
    now: () => time.now(),
    at(atMs, action) {
      const timer = timers.add(atMs, action);
      if (timers.first() === timer) ticking.arm();
      return () => timers.remove(timer);
    },
    advanceTo: (instantMs) => inTurn(() => advance(instantMs)),
    advanceBy: (ms) => inTurn(() => advance(time.now() + ms)),
    quiet,
    addProbe: (probe) => void probes.push(probe),
    stop: ticking.hold,
  };
}

/** Fires timers as real time passes, unless it is held: then an advance decides what fires. */
function tickThrough(time: SharedTime, timers: TimerList, fire: (timer: Timer) => void) {
  let alarm: NodeJS.Timeout | undefined;
  let holds = 0;
  const arm = (): void => {
    clearTimeout(alarm);
    const first = timers.first();
    if (!first || holds > 0) return;
    alarm = setTimeout(tick, Math.min(Math.max(first.atMs - time.now(), 0), longestTimeoutMs));
  };
  const tick = (): void => {
    for (const timer of timers.takeDue(time.now())) fire(timer);
    arm();
  };
  return {
    arm,
    hold(): void {
      holds += 1;
      clearTimeout(alarm);
    },
    release(): void {
      holds -= 1;
      arm();
    },
  };
}

/** A probe may itself set work going, and work may go on in a later turn of the event loop: both start the wait again. */
async function untilQuiet(work: WorkMeter, probes: readonly QuietProbe[], limitMs: number): Promise<void> {
  const started = performance.now();
  for (;;) {
    if (performance.now() - started > limitMs) {
      const running = work.labels().join(', ') || 'messages or stream records that nobody takes';
      throw new Error(`The system did not become quiet within ${limitMs / 1000} s: ${running}.`);
    }
    if (work.count() > 0) await Promise.race([work.idle(), pause(1000)]);
    if (work.count() > 0) continue;
    await turn();
    const sequence = work.sequence();
    const answers = await Promise.all(probes.map((probe) => probe()));
    await turn();
    if (work.count() === 0 && work.sequence() === sequence && answers.every(Boolean)) return;
    if (work.count() === 0) await pause(2);
  }
}
