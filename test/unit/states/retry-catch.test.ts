import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesError } from '../../../local/states/error-match.ts';
import { compileRetry, nextRetry, retryDelay } from '../../../local/states/retry.ts';
import { createRig, failWith, invoke, only } from './rig.ts';

/** Calls a function that fails as listed, then succeeds, and says when it was called. */
async function attempts(errors: readonly string[], retry: object[], random?: () => number) {
  const rig = createRig({
    functions: { f: (_: never, call) => (call <= errors.length ? failWith(errors[call - 1] as string) : 'done') },
    ...(random ? { random } : {}),
  });
  const arn = rig.start(rig.create('M', only(invoke('f', {}, { Retry: retry }))));
  await rig.time.advance(100_000);
  return { at: rig.calls.map((call) => call.at / 1000), result: await rig.result(arn) };
}

describe('Retry', () => {
  test('waits 1, 2 and 4 seconds, three times, unless told otherwise', async () => {
    const { at, result } = await attempts(['A', 'A', 'A', 'A'], [{ ErrorEquals: ['A'] }]);
    expect(at).toEqual([0, 1, 3, 7]);
    expect(result).toMatchObject({ status: 'FAILED', error: 'A' });
  });

  test('IntervalSeconds, BackoffRate and MaxDelaySeconds shape the waits', async () => {
    const retry = [{ ErrorEquals: ['A'], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 5, MaxDelaySeconds: 10 }];
    const { at, result } = await attempts(['A', 'A', 'A', 'A', 'A'], retry);
    expect(at).toEqual([0, 3, 9, 19, 29, 39]);
    expect(result).toBe('done');
  });

  test('MaxAttempts 0 is never', async () => {
    const { at } = await attempts(['A'], [{ ErrorEquals: ['A'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }]);
    expect(at).toEqual([0]);
  });

  test('each retrier counts for itself, and a used up one is not replaced by a later one', async () => {
    // the example of the ASL specification, "Complex retry scenarios"
    const retry = [
      { ErrorEquals: ['ErrorA', 'ErrorB'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
      { ErrorEquals: ['ErrorC'], IntervalSeconds: 5 },
    ];
    const { at, result } = await attempts(['ErrorA', 'ErrorB', 'ErrorC', 'ErrorB'], retry);
    expect(at).toEqual([0, 1, 3, 8]);
    expect(result).toMatchObject({ error: 'ErrorB' });
  });

  test('the counts begin anew each time the state is entered', async () => {
    const rig = createRig({ functions: { f: () => failWith('A') } });
    const arn = rig.start(
      rig.create('M', {
        StartAt: 'Try',
        States: {
          Try: {
            ...invoke('f', {}),
            Assign: { rounds: 9 },
            Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
            Catch: [
              {
                ErrorEquals: ['A'],
                Assign: { rounds: '{% $exists($rounds) ? $rounds + 1 : 1 %}' },
                Next: 'Again',
              },
            ],
            Next: 'Again',
          },
          Again: { Type: 'Choice', Choices: [{ Condition: '{% $rounds < 3 %}', Next: 'Try' }], Default: 'End' },
          End: { Type: 'Succeed' },
        },
      }),
    );
    await rig.time.advance(60);
    expect((await rig.describe(arn)).status).toBe('SUCCEEDED');
    expect(rig.calls.length).toBe(6);
  });

  test('full jitter waits some part of the delay', async () => {
    const retry = [{ ErrorEquals: ['A'], IntervalSeconds: 10, JitterStrategy: 'FULL' }];
    expect((await attempts(['A', 'A'], retry, () => 0.5)).at).toEqual([0, 5, 15]);
  });

  test('a wait for the next attempt is not work', async () => {
    const rig = createRig({ functions: { f: () => failWith('A') } });
    rig.start(rig.create('M', only(invoke('f', {}, { Retry: [{ ErrorEquals: ['A'] }] }))));
    await rig.time.quiet();
    expect([rig.time.running(), rig.time.pendingTimers()]).toEqual([0, 1]);
  });

  test('delays never exceed the maximum, never shrink without jitter, and jitter never adds', () => {
    const numbers = fc.record({
      intervalSeconds: fc.integer({ min: 1, max: 1000 }),
      backoffRate: fc.double({ min: 1, max: 10, noNaN: true }),
      maxDelaySeconds: fc.integer({ min: 1, max: 10_000 }),
      dice: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      retries: fc.integer({ min: 0, max: 50 }),
    });
    fc.assert(
      fc.property(numbers, ({ retries, dice, ...rest }) => {
        const retrier = { ...rest, errorEquals: ['A'], maxAttempts: 99, fullJitter: false };
        const plain = retryDelay(retrier, retries, () => dice);
        const jittered = retryDelay({ ...retrier, fullJitter: true }, retries, () => dice);
        expect(plain).toBeLessThanOrEqual(rest.maxDelaySeconds * 1000);
        expect(retryDelay(retrier, retries + 1, () => dice)).toBeGreaterThanOrEqual(plain);
        expect(jittered).toBeLessThanOrEqual(plain);
        expect(jittered).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('whatever the errors, each retrier is used at most MaxAttempts times', () => {
    const retriers = compileRetry(
      [
        { ErrorEquals: ['A'], MaxAttempts: 2 },
        { ErrorEquals: ['States.ALL'], MaxAttempts: 4 },
      ],
      'test',
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom('A', 'B', 'C'), { maxLength: 30 }), (errors) => {
        const counts: number[] = [];
        const retried = errors.filter((error) => nextRetry(retriers, counts, error, Math.random) !== undefined);
        expect(retried.filter((error) => error === 'A').length).toBe(
          Math.min(2, errors.filter((e) => e === 'A').length),
        );
        expect(retried.filter((error) => error !== 'A').length).toBe(
          Math.min(4, errors.filter((e) => e !== 'A').length),
        );
      }),
    );
  });
});

describe('which errors an ErrorEquals entry matches', () => {
  test.for([
    ['A', 'A', true],
    ['A', 'B', false],
    ['States.ALL', 'A', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.ALL', 'States.Runtime', false],
    ['States.Runtime', 'States.Runtime', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.TaskFailed', 'A', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.QueryEvaluationError', true],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
  ] as const)('%s and %s: %s', ([entry, error, expected]) => {
    expect(matchesError([entry], error)).toBe(expected);
  });
});

describe('Catch', () => {
  const caught = (catchers: object[], error: string) => {
    const rig = createRig({ functions: { f: () => failWith(error, 'the reason') } });
    return rig.run({
      StartAt: 'Ask',
      States: {
        Ask: { ...invoke('f', {}), Catch: catchers, End: true },
        First: { Type: 'Pass', Output: { first: '{% $states.input %}' }, End: true },
        Second: { Type: 'Pass', Output: { second: '{% $states.input %}' }, End: true },
      },
    });
  };

  test('the first catcher that matches is taken, and the error output is its output', async () => {
    const { result } = await caught(
      [
        { ErrorEquals: ['Other'], Next: 'Second' },
        { ErrorEquals: ['Mine', 'Too'], Next: 'First' },
        { ErrorEquals: ['States.ALL'], Next: 'Second' },
      ],
      'Mine',
    );
    const cause = JSON.stringify({ errorType: 'Mine', errorMessage: 'the reason' });
    expect(result).toEqual({ first: { Error: 'Mine', Cause: cause } });
  });

  test('an error without a catcher fails the execution with its name and the payload as cause', async () => {
    const run = await caught(
      [
        { ErrorEquals: ['Other'], Next: 'Second' },
        { ErrorEquals: ['More'], Next: 'First' },
      ],
      'Mine',
    );
    expect(run).toMatchObject({ status: 'FAILED', error: 'Mine' });
    expect(JSON.parse(run.cause ?? '')).toEqual({ errorType: 'Mine', errorMessage: 'the reason' });
  });

  test('comes after the retries are used up', async () => {
    const rig = createRig({ functions: { f: () => failWith('Busy') } });
    const arn = rig.start(
      rig.create('M', {
        StartAt: 'Ask',
        States: {
          Ask: {
            ...invoke('f', {}),
            Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }],
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Handled' }],
            End: true,
          },
          Handled: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
        },
      }),
    );
    await rig.time.advance(10);
    expect(await rig.result(arn)).toBe('Busy');
    expect(rig.calls.length).toBe(3);
  });
});

describe('the errors of Lambda', () => {
  test.for([
    ['Lambda.TooManyRequestsException', 'Lambda.TooManyRequestsException'],
    ['Lambda.Unknown', 'Lambda.Unknown'],
    ['ValidationError', 'ValidationError'],
  ] as const)('a function or a service that fails with %s is %s', async ([name, error]) => {
    const rig = createRig({ functions: { f: () => failWith(name) } });
    expect(await rig.run(only(invoke('f', {})))).toMatchObject({ status: 'FAILED', error });
  });

  test('an error without a type is Lambda.Unknown', async () => {
    const rig = createRig({ functions: { f: () => failWith('', 'Task timed out after 3.00 seconds') } });
    const run = await rig.run(only(invoke('f', {})));
    expect(run.error).toBe('Lambda.Unknown');
    expect(run.cause).toContain('timed out after 3.00 seconds');
  });

  test('a function that is named by its ARN gets the arguments and gives its payload as it is', async () => {
    const resource = 'arn:aws:lambda:ap-northeast-1:000000000000:function:echo';
    const rig = createRig({ functions: { [resource]: (payload) => ({ got: payload }) } });
    const { result, arn } = await rig.run(
      only({ Type: 'Task', Resource: resource, Arguments: { a: '{% $states.input.x %}' } }),
      { x: 1 },
    );
    expect(result).toEqual({ got: { a: 1 } });
    expect((await rig.history(arn)).map((event) => event.type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });
});
