export interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly action: () => void | Promise<void>;
}

/** Timers in the order in which they fall due; those of one instant in the order in which they were set. */
export interface TimerList {
  add(atMs: number, action: Timer['action']): Timer;
  remove(timer: Timer): void;
  first(): Timer | undefined;
  /** Takes out everything that is due at or before the instant. */
  takeDue(atMs: number): Timer[];
}

export function createTimerList(): TimerList {
  const timers: Timer[] = [];
  let order = 0;

  /** Index of the first timer that comes after (atMs, order). */
  const indexAfter = (atMs: number, orderMax: number): number => {
    let low = 0;
    let high = timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const timer = timers[middle] as Timer;
      if (timer.atMs < atMs || (timer.atMs === atMs && timer.order <= orderMax)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    add(atMs, action) {
      order += 1;
      const timer = { atMs, order, action };
      timers.splice(indexAfter(atMs, order), 0, timer);
      return timer;
    },
    remove(timer) {
      const index = indexAfter(timer.atMs, timer.order) - 1;
      if (timers[index] === timer) timers.splice(index, 1);
    },
    first: () => timers[0],
    takeDue: (atMs) => timers.splice(0, indexAfter(atMs, Number.MAX_SAFE_INTEGER)),
  };
}
