import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../../../../local/clock/virtual-clock.ts';
import { createWorkMeter } from '../../../../local/clock/work.ts';
import { type AsyncConfig, createAsyncInvocations } from '../../../../local/lambda/async-invocations.ts';
import { type InvocationResult, TooManyRequests } from '../../../../local/lambda/function.ts';
import { memoryStore } from '../../../../local/store/store.ts';

const start = Date.parse('2026-12-01T00:00:00Z');

type Outcome = 'ok' | 'fail' | 'throttle' | 'killed';

/** A function that does what the outcomes say, call by call; 'killed' never answers. */
function aFunction(outcomes: readonly Outcome[], config: AsyncConfig = {}, store = memoryStore()) {
  const work = createWorkMeter();
  const clock = createVirtualClock({ work, startMs: start });
  const calls: { minute: number; requestId: string | undefined }[] = [];
  const sent: { arn: string; body: Record<string, unknown>; attributes: Record<string, string> | undefined }[] = [];
  const invoke = async (_name: string, { requestId }: { requestId?: string }): Promise<InvocationResult> => {
    calls.push({ minute: Math.floor((clock.now() - start) / 60_000), requestId });
    const outcome = outcomes[calls.length - 1];
    if (outcome === 'killed') return new Promise(() => {});
    if (outcome === 'throttle') throw new TooManyRequests('busy');
    const result = { requestId: 'r', durationMs: 1, logs: '' };
    return outcome === 'ok'
      ? { ...result, payload: '{"done":true}' }
      : { ...result, payload: '{"errorMessage":"no"}', functionError: 'Unhandled' };
  };
  const unused = () => Promise.reject(new Error('not used'));
  const definition = {
    name: 'job',
    arn: 'arn:job',
    codeDir: '',
    handler: '',
    environment: {},
    timeoutMs: 1,
    memoryMb: 1,
  };
  const lambda = { invoke, define: () => {}, find: () => definition, warm: unused, stop: unused };
  const events = createAsyncInvocations({
    lambda,
    clock,
    work,
    store,
    send: async (arn, body, attributes) => void sent.push({ arn, body: JSON.parse(body), attributes }),
    onError: (error) => {
      throw error;
    },
  });
  events.configure('job', config);
  return { calls, clock, events, sent, store };
}

/** One event, and the hour after it. */
async function deliver(outcomes: readonly Outcome[], config: AsyncConfig = {}) {
  const { calls, clock, events, sent, store } = aFunction(outcomes, config);
  events.accept('arn:aws:lambda:x:0:function:job:live', '{"n":1}');
  await clock.advanceTo(start + 3_600_000);
  clock.stop();
  expect(store.entries('async/'), 'what is finished is kept no longer').toEqual([]);
  return { calls, sent, minutes: calls.map(({ minute }) => minute) };
}

describe('an asynchronous event', () => {
  test('is tried again after one minute and after two more, under one request id', async () => {
    const { calls, minutes, sent } = await deliver(['fail', 'fail', 'ok'], { onSuccessArn: 'arn:success' });
    expect(minutes).toEqual([0, 1, 3]);
    expect(new Set(calls.map(({ requestId }) => requestId)).size).toBe(1);
    expect(sent).toMatchObject([
      {
        arn: 'arn:success',
        body: { requestContext: { condition: 'Success', approximateInvokeCount: 3 }, responsePayload: { done: true } },
      },
    ]);
  });

  test('goes to the dead-letter queue and the failure destination when the retries are used up', async () => {
    const { minutes, sent } = await deliver(['fail', 'fail', 'fail'], {
      deadLetterArn: 'arn:dlq',
      onFailureArn: 'arn:failure',
    });
    expect(minutes).toEqual([0, 1, 3]);
    expect(sent).toMatchObject([
      { arn: 'arn:dlq', body: { n: 1 }, attributes: { ErrorCode: '200', ErrorMessage: 'no' } },
      { arn: 'arn:failure', body: { requestContext: { condition: 'RetriesExhausted' }, requestPayload: { n: 1 } } },
    ]);
  });

  test('is tried as often as configured', async () => {
    expect((await deliver(['fail'], { retriesMax: 0 })).minutes).toEqual([0]);
  });

  test('waits out a throttled function without using up a retry', async () => {
    const { calls } = await deliver(['throttle', 'throttle', 'ok']);
    expect(calls).toHaveLength(3);
  });

  test('that a killed runtime had accepted is invoked by the next one, under the same request id', async () => {
    const killed = aFunction(['killed']);
    killed.events.accept('job', '{"n":1}');
    killed.clock.stop();

    const next = aFunction(['ok'], {}, killed.store);
    next.events.restore();
    await next.clock.advanceTo(next.clock.now() + 60_000); // both clocks tick: the event may be due some moments after the start
    expect(next.calls.map(({ requestId }) => requestId)).toEqual(killed.calls.map(({ requestId }) => requestId));
    expect(next.store.entries('async/')).toEqual([]);
  });

  test('that waits for its retry when the runtime is stopped keeps its place', async () => {
    const first = aFunction(['fail']);
    first.events.accept('job', '{}');
    await first.clock.advanceTo(start);
    first.clock.stop();

    const next = aFunction(['ok'], {}, first.store);
    next.events.restore();
    await next.clock.advanceTo(start + 600_000);
    expect(next.calls.map(({ minute }) => minute)).toEqual([1]);
  });

  test('that fails because everything stops has used up no attempt', async () => {
    const first = aFunction(['fail']);
    first.events.accept('job', '{}');
    first.events.stop();
    await first.clock.advanceTo(start);
    const [[, kept] = ['', '']] = first.store.entries('async/');
    expect(JSON.parse(kept)).toMatchObject({ name: 'job', count: 1 });
  });
});
