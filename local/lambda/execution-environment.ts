import { Worker } from 'node:worker_threads';
import type { LambdaFunction } from './function.ts';
import type { WorkerCall, WorkerMessage, WorkerStart } from './protocol.ts';

export interface Outcome {
  readonly payload: string;
  readonly failed: boolean;
}

/** One worker thread with one function loaded: Lambda's execution environment. It serves one invocation at a time. */
export interface ExecutionEnvironment {
  /** Resolves when the handler is loaded (or has failed to load), or the thread has died. */
  readonly ready: Promise<void>;
  run(call: WorkerCall, onLog: (text: string) => void): Promise<Outcome>;
  /** Ends the invocation in progress with this failure, and the thread with it. */
  kill(errorType: string, errorMessage: string): void;
  isAlive(): boolean;
  stop(): Promise<void>;
}

export interface EnvironmentOptions {
  readonly time: SharedArrayBuffer;
  readonly env: Readonly<Record<string, string>>;
  /** What the function prints while it loads, before any invocation. */
  readonly onStrayLog: (text: string) => void;
}

const startFailure = JSON.stringify({
  errorType: 'Runtime.ExitError',
  errorMessage: 'Error: Runtime exited before it was ready; what it printed is in the log',
});

const bootstrap = new URL('./bootstrap.mjs', import.meta.url);

function startWorker(definition: LambdaFunction, options: EnvironmentOptions): Worker {
  const { codeDir, handler, name: functionName, arn: functionArn, memoryMb } = definition;
  const workerData: WorkerStart = { codeDir, handler, functionName, functionArn, memoryMb, time: options.time };
  const worker = new Worker(bootstrap, {
    name: functionName, // of the thread, for profilers
    workerData,
    env: { ...options.env },
    execArgv: [],
    stdin: false,
    resourceLimits: { maxOldGenerationSizeMb: Math.max(memoryMb, 128) },
  });
  worker.unref();
  return worker;
}

/** Starts a thread for the function. */
export function startEnvironment(definition: LambdaFunction, options: EnvironmentOptions): ExecutionEnvironment {
  const worker = startWorker(definition, options);
  const { promise: ready, resolve: becomeReady } = Promise.withResolvers<void>();
  let alive = true;
  let current: { settle: (outcome: Outcome) => void; onLog: (text: string) => void; requestId: string } | undefined;

  const settle = (payload: string, failed: boolean): void => {
    const invocation = current;
    current = undefined;
    invocation?.settle({ payload, failed });
  };
  const die = (errorType: string, errorMessage: string): void => {
    alive = false;
    const prefix = current ? `RequestId: ${current.requestId} ` : '';
    settle(JSON.stringify({ errorType, errorMessage: `${prefix}Error: ${errorMessage}` }), true);
    becomeReady();
  };
  const kill = (): void => {
    alive = false;
    void worker.terminate();
  };

  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'ready') return becomeReady();
    if (message.kind === 'log') return (current?.onLog ?? options.onStrayLog)(message.text);
    if (message.kind === 'failure' && message.fatal) kill();
    settle(message.payload, message.kind === 'failure');
  });
  worker.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') die('Runtime.OutOfMemory', 'Runtime exited: out of memory');
    else die('Runtime.ExitError', `Runtime exited with error: ${error.message}`);
  });
  worker.on('exit', (status) => die('Runtime.ExitError', `Runtime exited with error: exit status ${status}`));

  return {
    ready,
    run: (call, onLog) =>
      new Promise((resolve) => {
        if (!alive) return resolve({ payload: startFailure, failed: true });
        current = { settle: resolve, onLog, requestId: call.requestId };
        worker.postMessage(call);
      }),
    kill(errorType, errorMessage) {
      die(errorType, errorMessage);
      kill();
    },
    isAlive: () => alive,
    async stop() {
      alive = false;
      await worker.terminate();
    },
  };
}
