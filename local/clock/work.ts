import type { Work } from './clock.ts';

/** What the clock needs to know of the work in progress. */
export interface WorkMeter extends Work {
  /** How many pieces of work are in progress. */
  count(): number;
  /** Grows by one with every piece of work that begins, so that "nothing happened meanwhile" can be told. */
  sequence(): number;
  /** What is in progress, for the message of an advance that never ends. */
  labels(): string[];
  /** Resolves as soon as nothing is in progress. */
  idle(): Promise<void>;
}

/** Counts the pieces of work of one runtime. */
export function createWorkMeter(): WorkMeter {
  const running = new Map<number, string>();
  let sequence = 0;
  let waiting: (() => void)[] = [];

  return {
    begin(label) {
      sequence += 1;
      const id = sequence;
      running.set(id, label);
      return () => {
        if (!running.delete(id) || running.size > 0) return;
        const released = waiting;
        waiting = [];
        for (const release of released) release();
      };
    },
    count: () => running.size,
    sequence: () => sequence,
    labels: () => [...running.values()],
    idle: () => (running.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
