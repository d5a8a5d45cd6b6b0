import type { ExecutionEnvironment } from './execution-environment.ts';

export interface Thread {
  readonly key: string;
  readonly environment: ExecutionEnvironment;
  idleSinceMs: number;
}

export interface ThreadPool {
  take(): Promise<Thread>;
  /** Hands a thread back; a dead one is forgotten and, when calls are waiting, replaced. */
  giveBack(thread: Thread): void;
  warm(): Promise<void>;
  stopIdleSince(instantMs: number): void;
  stop(): Promise<void>;
}

/**
 * A busy thread is worth waiting for this long: starting another one costs a hundred times as much as most calls, and each has to
 * warm up for itself.
 */
const growAfterMs = 20;

/** A call may need another call of the same function to finish, so the soft limit gives way after this long. */
const patienceMs = 250;

/** The threads of one function: the one that was used last is used next, and a new one is started when all stay busy. */
export function createThreadPool(start: () => Thread, softLimit: number): ThreadPool {
  const threads = new Set<Thread>();
  const idle: Thread[] = [];
  const waiting: ((thread: Thread) => void)[] = [];
  let starting = 0;

  const offer = (thread: Thread): void => {
    thread.idleSinceMs = performance.now();
    const next = waiting.shift();
    if (next) next(thread);
    else idle.push(thread);
  };
  const startOne = async (): Promise<void> => {
    starting += 1;
    const thread = start();
    threads.add(thread);
    await thread.environment.ready;
    starting -= 1;
    offer(thread);
  };
  const takeIdle = (): Thread | undefined => {
    for (let thread = idle.pop(); thread; thread = idle.pop()) {
      if (thread.environment.isAlive()) return thread;
      threads.delete(thread);
    }
    return undefined;
  };

  return {
    async take() {
      const thread = takeIdle();
      if (thread) return thread;
      if (threads.size === 0) void startOne();
      return new Promise((resolve) => {
        const growth = setTimeout(() => {
          if (threads.size < softLimit && starting < waiting.length) void startOne();
        }, growAfterMs);
        const impatience = setInterval(() => void (starting === 0 && startOne()), patienceMs);
        waiting.push((taken) => {
          clearTimeout(growth);
          clearInterval(impatience);
          resolve(taken);
        });
      });
    },
    giveBack(thread) {
      if (thread.environment.isAlive()) return offer(thread);
      threads.delete(thread);
      if (waiting.length > starting) void startOne();
    },
    async warm() {
      if (threads.size === 0) await startOne();
    },
    stopIdleSince(instantMs) {
      for (const thread of idle.filter((candidate) => candidate.idleSinceMs < instantMs)) {
        idle.splice(idle.indexOf(thread), 1);
        threads.delete(thread);
        void thread.environment.stop();
      }
    },
    async stop() {
      await Promise.all([...threads].map((thread) => thread.environment.stop()));
    },
  };
}
