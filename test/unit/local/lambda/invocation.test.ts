import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Suspensions } from '../../../../local/clock/suspensions.ts';
import { createWorkMeter } from '../../../../local/clock/work.ts';
import type { Outcome } from '../../../../local/lambda/execution-environment.ts';
import { runInvocation } from '../../../../local/lambda/invocation.ts';
import { startTimeLimit } from '../../../../local/lambda/time-limit.ts';

const definition = {
  name: 'job',
  arn: 'arn:job',
  codeDir: '',
  handler: 'index.handler',
  environment: {},
  timeoutMs: 60,
  memoryMb: 128,
};

/** An invocation in progress, whose thread does nothing until it is told to answer. */
function anInvocation() {
  const work = createWorkMeter();
  const suspensions: Suspensions = new Map();
  const killed: string[] = [];
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const environment = {
    ready: Promise.resolve(),
    run: () => promise,
    kill: (errorType: string) => void killed.push(errorType),
    isAlive: () => true,
    stop: async () => {},
  };
  const thread = { key: 'thread', environment, idleSinceMs: 0 };
  const ended = runInvocation(
    definition,
    async () => thread,
    { payload: '{}' },
    { work, suspensions, onLog: () => {} },
  );
  const suspend = async () => {
    await Promise.resolve(); // the thread is taken
    return (suspensions.get('thread') as () => () => void)();
  };
  const answer = async () => {
    resolve({ payload: '1', failed: false });
    await ended;
  };
  return { work, killed, suspend, answer };
}

describe('an invocation that has the clock advanced', () => {
  test('is no work and has no time-out while it waits, and has both again afterwards', async () => {
    const { work, killed, suspend, answer } = anInvocation();
    const resume = await suspend();
    expect(work.count()).toBe(0);
    await pause(100);
    expect(killed).toEqual([]);
    resume();
    expect(work.count()).toBe(1);
    await pause(100);
    expect(killed).toEqual(['Sandbox.Timedout']);
    await answer();
    expect(work.count()).toBe(0);
  });

  test('leaves nothing behind when it ends without waiting for the advance', async () => {
    const { work, killed, suspend, answer } = anInvocation();
    const resume = await suspend();
    await answer();
    resume();
    expect(work.count()).toBe(0);
    await pause(100);
    expect(killed, 'the thread serves somebody else by now').toEqual([]);
  });
});

test('a time limit that was cancelled does not come back', async () => {
  let expired = false;
  const limit = startTimeLimit(10, () => {
    expired = true;
  });
  limit.cancel();
  limit.resume();
  await pause(40);
  expect(expired).toBe(false);
});
