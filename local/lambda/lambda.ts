import { randomUUID } from 'node:crypto';
import { startEnvironment } from './execution-environment.ts';
import {
  FunctionNotFound,
  type InvocationRequest,
  type InvocationResult,
  type LambdaFunction,
  TooManyRequests,
} from './function.ts';
import { type InvocationPorts, runInvocation } from './invocation.ts';
import { createThreadPool, type ThreadPool } from './thread-pool.ts';

export interface LambdaOptions extends InvocationPorts {
  readonly time: SharedArrayBuffer;
  /** Environment variables of a new thread, whose key tells the clock control who is calling. */
  readonly environmentOf: (definition: LambdaFunction, threadKey: string) => Record<string, string>;
  readonly onDone: (definition: LambdaFunction, result: InvocationResult, request: InvocationRequest) => void;
  /** Threads of one function that run side by side before calls wait a moment for a free one. */
  readonly softLimit: number;
}

export interface Lambda {
  define(definition: LambdaFunction): void;
  find(nameOrArn: string): LambdaFunction | undefined;
  /** Invokes and waits for the answer. Throws FunctionNotFound and TooManyRequests; a failing handler is an answer. */
  invoke(nameOrArn: string, request: InvocationRequest): Promise<InvocationResult>;
  /** Starts a thread before the first call needs it. */
  warm(nameOrArn: string): Promise<void>;
  stop(): Promise<void>;
}

interface Defined {
  readonly definition: LambdaFunction;
  readonly pool: ThreadPool;
  inProgress: number;
}

const idleMs = 300_000;
const sweepMs = 30_000;

/** The function's own name in a name, an ARN, or either of them with a version or alias. */
export function functionNameOf(nameOrArn: string): string {
  const [, inArn] = /:function:([^:]+)/.exec(nameOrArn) ?? [];
  return inArn ?? (nameOrArn.split(':')[0] as string);
}

/** All functions of the runtime. */
export function createLambda(options: LambdaOptions): Lambda {
  const functions = new Map<string, Defined>();
  const sweep = setInterval(() => {
    for (const { pool } of functions.values()) pool.stopIdleSince(performance.now() - idleMs);
  }, sweepMs).unref();

  const existing = (nameOrArn: string): Defined => {
    const found = functions.get(functionNameOf(nameOrArn));
    if (!found) throw new FunctionNotFound(`Function not found: ${nameOrArn}`);
    return found;
  };
  const startThread = (definition: LambdaFunction) => {
    const key = randomUUID();
    const environment = startEnvironment(definition, {
      time: options.time,
      env: options.environmentOf(definition, key),
      onStrayLog: (text) => options.onLog(definition.name, '', text),
    });
    return { key, environment, idleSinceMs: performance.now() };
  };

  return {
    define(definition) {
      const pool = createThreadPool(() => startThread(definition), options.softLimit);
      functions.set(definition.name, { definition, pool, inProgress: 0 });
    },
    find: (nameOrArn) => functions.get(functionNameOf(nameOrArn))?.definition,
    async invoke(nameOrArn, request) {
      const called = existing(nameOrArn);
      const { definition, pool } = called;
      if (called.inProgress >= (definition.reservedConcurrency ?? Number.POSITIVE_INFINITY)) {
        throw new TooManyRequests(`Rate Exceeded: the reserved concurrency of ${definition.name} is used up.`);
      }
      called.inProgress += 1;
      try {
        const { thread, ...result } = await runInvocation(definition, pool.take, request, options);
        pool.giveBack(thread);
        options.onDone(definition, result, request);
        return result;
      } finally {
        called.inProgress -= 1;
      }
    },
    warm: (nameOrArn) => existing(nameOrArn).pool.warm(),
    async stop() {
      clearInterval(sweep);
      await Promise.all([...functions.values()].map(({ pool }) => pool.stop()));
    },
  };
}
