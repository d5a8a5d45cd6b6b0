import { randomUUID } from 'node:crypto';
import type { VirtualClock, Work } from '../clock/clock.ts';
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
}

export interface AsyncPorts {
  readonly lambda: Lambda;
  readonly clock: VirtualClock;
  readonly work: Work;
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
}

/** Lambda waits one minute before the first retry of a failed event and two before the second. */
const retryWaitsMs = [60_000, 120_000];
/** A throttled event is tried again with growing waits, from a second up to five minutes. */
const throttleWaitsMs = { first: 1000, longest: 300_000 };

/** Lambda's queue of asynchronous events. */
export function createAsyncInvocations(ports: AsyncPorts): AsyncInvocations {
  const configs = new Map<string, AsyncConfig>();

  const attempt = async (it: Attempt): Promise<void> => {
    const { name, payload, requestId, count } = it;
    const config = configs.get(name) ?? {};
    try {
      const result = await ports.lambda.invoke(name, { payload, requestId });
      if (!result.functionError) return await conclude(ports, config.onSuccessArn, it, result, 'Success');
      if (count <= (config.retriesMax ?? 2))
        return later(retryWaitsMs[count - 1] ?? 120_000, { ...it, count: count + 1 });
      if (config.deadLetterArn) await deadLetter(ports, config.deadLetterArn, it, result);
      await conclude(ports, config.onFailureArn, it, result, 'RetriesExhausted');
    } catch (error) {
      if (!(error instanceof TooManyRequests)) throw error;
      const waitMs = Math.min(it.throttledMs * 2 || throttleWaitsMs.first, throttleWaitsMs.longest);
      later(waitMs, { ...it, throttledMs: waitMs });
    }
  };
  const run = async (it: Attempt): Promise<void> => {
    const done = ports.work.begin(`async:${it.name}`);
    await attempt(it).catch(ports.onError).finally(done);
  };
  const later = (waitMs: number, it: Attempt): void => void ports.clock.at(ports.clock.now() + waitMs, () => run(it));

  return {
    configure: (name, config) => void configs.set(name, { ...configs.get(name), ...config }),
    accept(nameOrArn, payload) {
      void run({ name: functionNameOf(nameOrArn), payload, requestId: randomUUID(), count: 1, throttledMs: 0 });
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
): Promise<void> {
  if (!arn) return;
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
}
