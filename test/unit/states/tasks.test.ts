import { describe, expect, test } from 'vitest';
import { createRig, epoch, invoke, only } from './rig.ts';

const never = () => new Promise<never>(() => undefined);

/** A task that gives its token away and waits. */
const waiting = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
  ...more,
});

function withTokens() {
  const tokens: string[] = [];
  const rig = createRig({
    functions: {
      ask: ({ token }: { token: string }) => {
        tokens.push(token);
        return null;
      },
    },
  });
  return { ...rig, tokens, token: () => tokens.at(-1) as string };
}

describe('time limits', () => {
  test('a task that takes longer than TimeoutSeconds fails with States.Timeout, and its late answer is dropped', async () => {
    let answer: (value: unknown) => void = () => undefined;
    const rig = createRig({
      functions: {
        slow: () =>
          new Promise((resolve) => {
            answer = resolve;
          }),
      },
    });
    const machine = {
      StartAt: 'Ask',
      States: {
        Ask: {
          ...invoke('slow', {}),
          TimeoutSeconds: 5,
          Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }],
          End: true,
        },
        Late: { Type: 'Pass', Output: 'too late', End: true },
      },
    };
    const arn = rig.start(rig.create('M', machine));
    // the invocation is work, so the clock would wait for it: let its timers fire by hand
    await new Promise((resolve) => setImmediate(resolve));
    await rig.time.fire(5);
    await rig.time.quiet();
    answer('the answer');
    await rig.time.quiet();
    expect(await rig.result(arn)).toBe('too late');
    expect((await rig.history(arn)).map((event) => event.type)).toContain('TaskTimedOut');
  });

  test('TimeoutSeconds can be JSONata, and must be a positive whole number', async () => {
    const rig = withTokens();
    const machine = only(waiting({ TimeoutSeconds: '{% $states.input.limit %}' }));
    const [ok, wrong] = [
      rig.start(rig.create('A', machine), { limit: 7 }),
      rig.start(rig.create('B', machine), { limit: 'x' }),
    ];
    await rig.time.advance(6);
    expect(await rig.describe(ok)).toMatchObject({ status: 'RUNNING' });
    await rig.time.advance(1);
    expect(await rig.describe(ok)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(await rig.describe(wrong)).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  test('a machine that takes longer than its TimeoutSeconds is TIMED_OUT', async () => {
    const rig = createRig();
    const arn = rig.start(rig.create('M', { TimeoutSeconds: 10, ...only({ Type: 'Wait', Seconds: 60 }) }));
    await rig.time.advance(60);
    expect(await rig.describe(arn)).toMatchObject({
      status: 'TIMED_OUT',
      error: 'States.Timeout',
      stopDate: epoch / 1000 + 10,
    });
    expect((await rig.history(arn)).at(-1)?.type).toBe('ExecutionTimedOut');
    expect([rig.time.running(), rig.time.pendingTimers()]).toEqual([0, 0]);
  });

  test('a Catch inside does not hold a machine whose time is up', async () => {
    const rig = withTokens();
    const machine = {
      TimeoutSeconds: 10,
      StartAt: 'Ask',
      States: {
        Ask: waiting({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }], End: true }),
        Caught: { Type: 'Succeed' },
      },
    };
    const arn = rig.start(rig.create('M', machine));
    await rig.time.advance(20);
    expect((await rig.describe(arn)).status).toBe('TIMED_OUT');
  });
});

describe('task tokens', () => {
  test('the state waits without being work until the token is answered, and the output is its result', async () => {
    const rig = withTokens();
    const arn = rig.start(rig.create('M', only(waiting({ Output: { got: '{% $states.result %}' } }))));
    await rig.time.advance(1_000_000);
    expect(rig.time.running()).toBe(0);
    await rig.call('SendTaskSuccess', { taskToken: rig.token(), output: '{"approved":true}' });
    await rig.time.quiet();
    expect(await rig.result(arn)).toEqual({ got: { approved: true } });
  });

  test('a failure is an error that Retry and Catch handle, with a new token for each attempt', async () => {
    const rig = withTokens();
    const arn = rig.start(rig.create('M', only(waiting({ Retry: [{ ErrorEquals: ['Busy'] }] }))));
    await rig.time.quiet();
    await rig.call('SendTaskFailure', { taskToken: rig.token(), error: 'Busy', cause: 'later' });
    await rig.time.advance(1);
    expect(new Set(rig.tokens).size).toBe(2);
    await rig.call('SendTaskFailure', { taskToken: rig.token(), error: 'Refused', cause: 'no' });
    await rig.time.quiet();
    expect(await rig.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'no' });
  });

  test('an answer that comes before the function has returned is taken', async () => {
    const rig = createRig({
      functions: {
        ask: async ({ token }: { token: string }) => {
          await rig.call('SendTaskSuccess', { taskToken: token, output: '"early"' });
          return null;
        },
      },
    });
    const arn = rig.start(rig.create('M', only(waiting())));
    await rig.time.quiet();
    expect(await rig.result(arn)).toBe('early');
  });

  test('a token is answered once: afterwards, and when it is unknown, the caller is told', async () => {
    const rig = withTokens();
    rig.start(rig.create('M', only(waiting())));
    await rig.time.quiet();
    await rig.call('SendTaskSuccess', { taskToken: rig.token(), output: '1' });
    await expect(rig.call('SendTaskSuccess', { taskToken: rig.token(), output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    await expect(rig.call('SendTaskSuccess', { taskToken: 'nonsense', output: '1' })).rejects.toMatchObject({
      name: 'InvalidToken',
    });
    await expect(rig.call('SendTaskSuccess', { taskToken: rig.token(), output: '{' })).rejects.toMatchObject({
      name: 'InvalidOutput',
    });
  });

  test('a missed heartbeat fails the task; each heartbeat gives it more time', async () => {
    const rig = withTokens();
    const arn = rig.start(rig.create('M', only(waiting({ HeartbeatSeconds: 10 }))));
    await rig.time.advance(9);
    await rig.call('SendTaskHeartbeat', { taskToken: rig.token() });
    await rig.time.advance(9);
    await rig.call('SendTaskHeartbeat', { taskToken: rig.token() });
    await rig.time.advance(9);
    expect(await rig.describe(arn)).toMatchObject({ status: 'RUNNING' });
    await rig.time.advance(1);
    expect(await rig.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.HeartbeatTimeout' });
    await expect(rig.call('SendTaskHeartbeat', { taskToken: rig.token() })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  test('the token of a stopped execution is over', async () => {
    const rig = withTokens();
    const executionArn = rig.start(rig.create('M', only(waiting())));
    await rig.time.quiet();
    await rig.call('StopExecution', { executionArn, error: 'Mine', cause: 'because' });
    expect(await rig.describe(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Mine', cause: 'because' });
    await rig.time.quiet();
    await expect(rig.call('SendTaskSuccess', { taskToken: rig.token(), output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    expect((await rig.history(executionArn)).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      executionAbortedEventDetails: { error: 'Mine', cause: 'because' },
    });
  });
});

test('a function that never answers keeps the system busy, a waiting one does not', async () => {
  const rig = createRig({ functions: { hang: never } });
  rig.start(rig.create('M', only(invoke('hang', {}))));
  await new Promise((resolve) => setImmediate(resolve));
  expect(rig.time.running()).toBe(1);
  rig.service.stop();
  await rig.time.quiet();
});
