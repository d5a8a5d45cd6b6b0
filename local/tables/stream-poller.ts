export interface StreamPoller {
  start(): void;
  hint(): void;
  stop(): Promise<void>;
}

/** Soon after a write, but several writes together; and no busy loop when nobody writes. */
const afterHintMs = 10;
const betweenPollsMs = 75;
const idleMs = 1000;

/** Polls when there is reason to: shortly after a hint, and once a second in case somebody else has written. */
export function streamPoller(poll: () => Promise<number>, onError: (error: unknown) => void): StreamPoller {
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let lastAt = 0;
  let started = false;

  const arm = (atMs: number): void => {
    if (!started || polling || atMs >= dueAt) return;
    dueAt = atMs;
    clearTimeout(timer);
    timer = setTimeout(run, Math.max(0, atMs - performance.now()));
  };
  let hinted = false;
  const run = (): void => {
    hinted = false;
    dueAt = Number.POSITIVE_INFINITY;
    polling = poll()
      .catch(onError)
      .then((count) => {
        polling = undefined;
        lastAt = performance.now();
        arm(lastAt + (count || hinted ? betweenPollsMs : idleMs));
      });
  };

  return {
    start() {
      started = true;
      arm(performance.now());
    },
    hint() {
      hinted = true;
      arm(Math.max(performance.now() + afterHintMs, lastAt + betweenPollsMs));
    },
    async stop() {
      started = false;
      clearTimeout(timer);
      await polling;
    },
  };
}
