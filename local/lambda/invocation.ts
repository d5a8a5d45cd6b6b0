import { randomUUID } from 'node:crypto';
import type { Work } from '../clock/clock.ts';
import type { Suspensions } from '../clock/suspensions.ts';
import type { InvocationRequest, InvocationResult, LambdaFunction } from './function.ts';
import type { Thread } from './thread-pool.ts';
import { startTimeLimit } from './time-limit.ts';

export interface InvocationPorts {
  readonly work: Work;
  readonly suspensions: Suspensions;
  readonly onLog: (functionName: string, requestId: string, text: string) => void;
}

/** One invocation on a thread, under the function's time-out. It counts as work, except while it waits for the clock. */
export async function runInvocation(
  definition: LambdaFunction,
  takeThread: () => Promise<Thread>,
  request: InvocationRequest,
  ports: InvocationPorts,
): Promise<InvocationResult & { thread: Thread }> {
  const { name, timeoutMs } = definition;
  const requestId = request.requestId ?? randomUUID();
  const began = performance.now();
  let done = ports.work.begin(`lambda:${name}`);
  let hasEnded = false;
  try {
    const thread = await takeThread();
    const limit = startTimeLimit(timeoutMs, () => {
      thread.environment.kill('Sandbox.Timedout', `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`);
    });
    ports.suspensions.set(thread.key, () => {
      limit.pause();
      request.callerLimit?.pause();
      done();
      return () => {
        if (hasEnded) return; // it did not wait for the advance that it asked for
        done = ports.work.begin(`lambda:${name}`);
        request.callerLimit?.resume();
        limit.resume();
      };
    });
    const logs: string[] = [];
    const outcome = await thread.environment.run({ requestId, payload: request.payload, timeoutMs }, (text) => {
      logs.push(text);
      ports.onLog(name, requestId, text);
    });
    limit.cancel();
    ports.suspensions.delete(thread.key);
    const result = {
      thread,
      requestId,
      payload: outcome.payload,
      durationMs: performance.now() - began,
      logs: logs.join(''),
    };
    return outcome.failed ? { ...result, functionError: 'Unhandled' } : result;
  } finally {
    hasEnded = true;
    done();
  }
}
