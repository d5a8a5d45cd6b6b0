import { randomUUID } from 'node:crypto';
import type { VirtualClock, Work } from '../clock/clock.ts';
import type { Store } from '../store/store.ts';
import { type InvocationResult, TooManyRequests } from './function.ts';
import { functionNameOf, type Lambda } from './lambda.ts';

/** How a function's asynchronous invocations end (AWS::Lambda::EventInvokeConfig and the function's DeadLetterConfig). */
export interface AsyncConfig {
  readonly retriesMax?: number;
  readonly onSuccessArn?: string;
  readonly onFailureArn?: string;
  readonly deadLetterArn?: string;
}

export interface AsyncInvocations {
  configure(functionName: string, config: AsyncConfig): void;
  /** Takes the event and invokes the function soon: once, and twice more when it fails. */
  accept(functionNameOrArn: string, payload: string): void;
  /** After a restart, once the functions are there: goes on with the events that were not finished. */
  restore(): void;
  /** What fails from now on fails because everything stops: its event is left as it is. */
  stop(): void;
}

export interface AsyncPorts {
  readonly lambda: Lambda;
  readonly clock: VirtualClock;
  readonly work: Work;
  /** Keeps each event until it is finished: what Lambda has accepted is not lost. */
  readonly store: Store;
  /** Sends to a queue, topic, bus or function by ARN. */
  send(arn: string, body: string, attributes?: Record<string, string>): Promise<void>;
  readonly onError: (error: unknown) => void;
}

interface Attempt {
  readonly name: string;
  readonly payload: string;
  readonly requestId: string;
  readonly count: number;
  readonly throttledMs: number;
  readonly dueMs: number;
}

const keyOf = ({ requestId }: Attempt): string => `async/${requestId}`;

/** Lambda waits one minute before the first retry of a failed event and two before the second. */
const retryWaitsMs = [60_000, 120_000];
/** A throttled event is tried again with growing waits, from a second up to five minutes. */
const throttleWaitsMs = { first: 1000, longest: 300_000 };

/** Lambda's queue of asynchronous events. */
export function createAsyncInvocations(ports: AsyncPorts): AsyncInvocations {
  const configs = new Map<string, AsyncConfig>();

  const unfinished = ports.store.entries('async/');
  let isStopped = false;

  /** Invokes once; answers what is left to do, if anything. */
  const attempt = async (it: Attempt): Promise<Attempt | undefined> => {
    const { name, payload, requestId, count } = it;
    const config = configs.get(name) ?? {};
    const after = (waitMs: number): number => ports.clock.now() + waitMs;
    try {
      const result = await ports.lambda.invoke(name, { payload, requestId });
      if (isStopped) return it;
      if (!result.functionError) return await conclude(ports, config.onSuccessArn, it, result, 'Success');
      if (count <= (config.retriesMax ?? 2))
        return { ...it, count: count + 1, dueMs: after(retryWaitsMs[count - 1] ?? 120_000) };
      if (config.deadLetterArn) await deadLetter(ports, config.deadLetterArn, it, result);
      return await conclude(ports, config.onFailureArn, it, result, 'RetriesExhausted');
    } catch (error) {
      if (!(error instanceof TooManyRequests)) throw error;
      const waitMs = Math.min(it.throttledMs * 2 || throttleWaitsMs.first, throttleWaitsMs.longest);
      return { ...it, throttledMs: waitMs, dueMs: after(waitMs) };
    }
  };
  const run = async (it: Attempt): Promise<void> => {
    const done = ports.work.begin(`async:${it.name}`);
    try {
      const next = await attempt(it);
      if (isStopped) return;
      if (next) later(next);
      else ports.store.delete(keyOf(it));
    } catch (error) {
      ports.onError(error);
      if (!isStopped) ports.store.delete(keyOf(it));
    } finally {
      done();
    }
  };
  const keep = (it: Attempt): void => ports.store.put(keyOf(it), JSON.stringify(it));
  const later = (it: Attempt): void => {
    keep(it);
    ports.clock.at(it.dueMs, () => run(it));
  };

  return {
    configure: (name, config) => void configs.set(name, { ...configs.get(name), ...config }),
    accept(nameOrArn, payload) {
      const name = functionNameOf(nameOrArn);
      const it = { name, payload, requestId: randomUUID(), count: 1, throttledMs: 0, dueMs: ports.clock.now() };
      keep(it);
      void run(it);
    },
    restore() {
      for (const [, text] of unfinished) later(JSON.parse(text) as Attempt);
    },
    stop() {
      isStopped = true;
    },
  };
}

async function deadLetter(
  ports: AsyncPorts,
  arn: string,
  { payload, requestId }: Attempt,
  result: InvocationResult,
): Promise<void> {
  const { errorMessage = '' } = JSON.parse(result.payload) as { errorMessage?: string };
  await ports.send(arn, payload, { RequestID: requestId, ErrorCode: '200', ErrorMessage: errorMessage.slice(0, 1024) });
}

/** Tells a destination how an event ended (Lambda, "Capturing records of asynchronous invocations"). */
async function conclude(
  ports: AsyncPorts,
  arn: string | undefined,
  it: Attempt,
  result: InvocationResult,
  condition: 'Success' | 'RetriesExhausted',
): Promise<undefined> {
  if (!arn) return undefined;
  const functionArn = `${ports.lambda.find(it.name)?.arn}:$LATEST`;
  const { functionError } = result;
  const record = {
    version: '1.0',
    timestamp: new Date(ports.clock.now()).toISOString(),
    requestContext: { requestId: it.requestId, functionArn, condition, approximateInvokeCount: it.count },
    requestPayload: JSON.parse(it.payload) as unknown,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', ...(functionError && { functionError }) },
    responsePayload: JSON.parse(result.payload) as unknown,
  };
  await ports.send(arn, JSON.stringify(record));
  return undefined;
}
