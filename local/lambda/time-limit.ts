/** A time-out that can stand still while the invocation waits for the clock to be advanced. */
export interface TimeLimit {
  pause(): void;
  resume(): void;
  /** For good: a later `resume` does nothing. */
  cancel(): void;
}

/** Calls `onExpired` after `limitMs` of real time, pauses not counted. */
export function startTimeLimit(limitMs: number, onExpired: () => void): TimeLimit {
  let leftMs = limitMs;
  let since = performance.now();
  let timer: NodeJS.Timeout | undefined = setTimeout(onExpired, leftMs);
  let isCancelled = false;
  const pause = (): void => {
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    leftMs = Math.max(0, leftMs - (performance.now() - since));
  };
  return {
    pause,
    resume() {
      if (timer || isCancelled) return;
      since = performance.now();
      timer = setTimeout(onExpired, leftMs);
    },
    cancel() {
      pause();
      isCancelled = true;
    },
  };
}
