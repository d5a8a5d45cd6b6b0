/** Entry of a Lambda worker thread: loads the handler once, then serves one invocation at a time. */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { installVirtualDate, sharedTime } from '../clock/shared-time.ts';
import { resolveLocalhostNames } from './loopback-names.ts';
import { handlerFile, registerModuleRules } from './module-rules.ts';
import type { WorkerCall, WorkerMessage, WorkerStart } from './protocol.ts';

type Handler = (event: unknown, context: object) => unknown;

const start = workerData as WorkerStart;
const port = parentPort;
if (!port) throw new Error('bootstrap.ts runs in a worker thread');
const send = (message: WorkerMessage): void => port.postMessage(message);

const failureOf = (error: unknown): string => {
  if (!(error instanceof Error))
    return JSON.stringify({ errorType: typeof error, errorMessage: String(error), trace: [] });
  const { name: errorType, message: errorMessage, stack = '' } = error;
  return JSON.stringify({ errorType, errorMessage, trace: stack.split('\n') });
};
const runtimeFailure = (errorType: string, errorMessage: string): string =>
  JSON.stringify({ errorType, errorMessage, trace: [] });

function captureOutput(): void {
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    send({ kind: 'log', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString() });
    const callback = rest.at(-1);
    if (typeof callback === 'function') callback();
    return true;
  };
  process.stdout.write = write as typeof process.stdout.write;
  process.stderr.write = write as typeof process.stderr.write;
}

/** The handler, or the failure that every invocation answers with (Lambda's Runtime.* errors). */
async function loadHandler(): Promise<Handler | { failure: string }> {
  const found = handlerFile(start.codeDir, start.handler);
  if (!found)
    return { failure: runtimeFailure('Runtime.ImportModuleError', `Error: Cannot find module '${start.handler}'`) };
  try {
    const module = (await import(pathToFileURL(found.file).href)) as Record<string, unknown> & {
      default?: Record<string, unknown>;
    };
    const handler = module[found.exportName] ?? module.default?.[found.exportName];
    if (typeof handler === 'function') return handler as Handler;
    return { failure: runtimeFailure('Runtime.HandlerNotFound', `${start.handler} is undefined or not exported`) };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

function contextOf(call: WorkerCall, began: number): object {
  return {
    functionName: start.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMb),
    awsRequestId: call.requestId,
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    // Real time: virtual time may jump while a handler runs, its time-out does not.
    getRemainingTimeInMillis: () => Math.max(0, Math.round(call.timeoutMs - (performance.now() - began))),
  };
}

async function serve(handler: Handler, call: WorkerCall): Promise<void> {
  const began = performance.now();
  try {
    const answer = await handler(JSON.parse(call.payload), contextOf(call, began));
    send({ kind: 'result', payload: JSON.stringify(answer) ?? 'null' });
  } catch (error) {
    send({ kind: 'failure', payload: failureOf(error), fatal: false });
  }
}

installVirtualDate(sharedTime(start.time));
resolveLocalhostNames();
registerModuleRules(start.codeDir);
captureOutput();
// A lost rejection or exception ends the execution environment, as it does on Lambda.
process.on('unhandledRejection', (reason) => {
  const failure = JSON.parse(failureOf(reason)) as { errorType: string; errorMessage: string };
  const errorMessage = `${failure.errorType}: ${failure.errorMessage}`;
  send({
    kind: 'failure',
    payload: JSON.stringify({ ...failure, errorType: 'Runtime.UnhandledPromiseRejection', errorMessage }),
    fatal: true,
  });
});
process.on('uncaughtException', (error) => send({ kind: 'failure', payload: failureOf(error), fatal: true }));

const handler = await loadHandler();
port.on('message', (call: WorkerCall) => {
  if (typeof handler === 'function') void serve(handler, call);
  else send({ kind: 'failure', payload: handler.failure, fatal: true });
});
send({ kind: 'ready' });
