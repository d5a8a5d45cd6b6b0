import { describe, expect, test } from 'vitest';
import { createRig, epoch, failWith, invoke, only } from './rig.ts';

const end = (output: unknown) => ({ Type: 'Pass', Output: output, End: true });

describe('Choice', () => {
  const machine = {
    StartAt: 'Start',
    States: {
      Start: { Type: 'Pass', Assign: { limit: 100 }, Next: 'Choose' },
      Choose: {
        Type: 'Choice',
        Choices: [
          {
            Condition: '{% $states.input.amount > $limit %}',
            Assign: { path: 'over' },
            Output: { over: true },
            Next: 'End',
          },
          { Condition: '{% $states.input.amount > 50 %}', Next: 'End' },
        ],
        Default: 'End',
        Assign: { path: 'default' },
        Output: { defaulted: true },
      },
      End: end('{% [$exists($path) ? $path : "none", $states.input] %}'),
    },
  };

  test.for([
    [200, ['over', { over: true }]],
    [60, ['none', { amount: 60 }]],
    [1, ['default', { defaulted: true }]],
  ] as const)('%d takes its own way, with the Assign and Output of that way', async ([amount, expected]) => {
    expect((await createRig().run(machine, { amount })).result).toEqual(expected);
  });

  test('no rule and no Default is States.NoChoiceMatched', async () => {
    const choose = { Type: 'Choice', Choices: [{ Condition: false, Next: 'End' }] };
    expect(await createRig().run({ StartAt: 'C', States: { C: choose, End: end(1) } })).toMatchObject({
      error: 'States.NoChoiceMatched',
    });
  });

  test('a condition that is not a boolean is a query evaluation error', async () => {
    const choose = { Type: 'Choice', Choices: [{ Condition: '{% "yes" %}', Next: 'End' }] };
    const run = await createRig().run({ StartAt: 'C', States: { C: choose, End: end(1) } });
    expect(run.error).toBe('States.QueryEvaluationError');
  });
});

describe('Wait, Succeed and Fail', () => {
  test.for([
    [{ Seconds: 30 }, 30],
    [{ Seconds: '{% $states.input.seconds %}' }, 45],
    [{ Timestamp: '2026-11-30T00:02:00Z' }, 120],
    [{ Timestamp: '{% $states.input.until %}' }, 3600],
    [{ Timestamp: '2020-01-01T00:00:00Z' }, 0],
    [{ Seconds: 0 }, 0],
  ] as const)('%o ends after %d seconds', async ([fields, seconds]) => {
    const rig = createRig();
    const arn = rig.start(rig.create('M', only({ Type: 'Wait', ...fields })), {
      seconds: 45,
      until: '2026-11-30T10:00:00+09:00',
    });
    await rig.time.advance(100_000);
    const { stopDate } = await rig.call<{ stopDate: number }>('DescribeExecution', { executionArn: arn });
    expect(stopDate - epoch / 1000).toBe(seconds);
  });

  test('a wait is not work', async () => {
    const rig = createRig();
    rig.start(rig.create('M', only({ Type: 'Wait', Seconds: 5 })));
    await rig.time.quiet();
    expect([rig.time.running(), rig.time.pendingTimers()]).toEqual([0, 1]);
  });

  test.for([['{% "soon" %}'], ['{% -1 %}'], ['{% 1.5 %}']])(
    'Seconds of %s is a query evaluation error',
    async ([value]) => {
      expect((await createRig().run(only({ Type: 'Wait', Seconds: value }))).error).toBe('States.QueryEvaluationError');
    },
  );

  test('Succeed ends with its Output', async () => {
    const { result } = await createRig().run(
      { StartAt: 'S', States: { S: { Type: 'Succeed', Output: '{% $states.input.a %}' } } },
      { a: [1] },
    );
    expect(result).toEqual([1]);
  });

  test('Fail has an Error and a Cause, which can be JSONata', async () => {
    const fail = { Type: 'Fail', Error: '{% $states.input.code %}', Cause: "{% 'order ' & $states.input.id %}" };
    const run = await createRig().run({ StartAt: 'F', States: { F: fail } }, { code: 'Refused', id: 9 });
    expect(run).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'order 9' });
  });
});

describe('Parallel', () => {
  const branch = (state: object, name: string) => only(state, name);

  test('every branch gets the Arguments, and the results are in the order of the branches', async () => {
    const parallel = {
      Type: 'Parallel',
      Arguments: { n: '{% $states.input.n %}' },
      Branches: [
        {
          StartAt: 'Slow',
          States: { Slow: { Type: 'Wait', Seconds: 10, Next: 'SlowEnd' }, SlowEnd: end('{% $states.input.n + 1 %}') },
        },
        branch({ Type: 'Pass', Output: '{% $states.input.n + 2 %}' }, 'Fast'),
      ],
    };
    const rig = createRig();
    const arn = rig.start(rig.create('M', only(parallel)), { n: 1 });
    await rig.time.advance(10);
    expect(await rig.result(arn)).toEqual([2, 3]);
  });

  test('a failing branch ends the others; its error is that of the state, and can be caught', async () => {
    const rig = createRig({ functions: { bad: () => failWith('Mine', 'no') } });
    const arn = rig.start(
      rig.create('M', {
        StartAt: 'Both',
        States: {
          Both: {
            Type: 'Parallel',
            Branches: [branch({ Type: 'Wait', Seconds: 1000 }, 'Long'), branch(invoke('bad', {}), 'Bad')],
            Catch: [{ ErrorEquals: ['Mine'], Next: 'Caught' }],
            End: true,
          },
          Caught: end('{% $states.input.Error %}'),
        },
      }),
    );
    await rig.time.quiet();
    expect(await rig.result(arn)).toBe('Mine');
    expect([rig.time.running(), rig.time.pendingTimers()]).toEqual([0, 0]);
    const types = (await rig.history(arn)).map((event) => event.type);
    expect(types.slice(types.indexOf('TaskFailed'))).toEqual([
      'TaskFailed',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ParallelStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('a retry runs all branches again', async () => {
    const rig = createRig({
      functions: { good: () => 1, bad: (_: never, call) => (call === 1 ? failWith('Busy') : 2) },
    });
    const parallel = {
      Type: 'Parallel',
      Branches: [branch(invoke('good', {}), 'Good'), branch(invoke('bad', {}), 'Bad')],
      Retry: [{ ErrorEquals: ['Busy'] }],
    };
    const arn = rig.start(rig.create('M', only(parallel)));
    await rig.time.advance(5);
    expect(await rig.result(arn)).toEqual([1, 2]);
    expect(rig.calls.map((call) => call.name)).toEqual(['good', 'bad', 'good', 'bad']);
  });

  test('ends with the branches of its branches', async () => {
    const inner = { Type: 'Parallel', Branches: [branch({ Type: 'Wait', Seconds: 99 }, 'Deep')] };
    const rig = createRig();
    const failing = {
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 1, Next: 'No' }, No: { Type: 'Fail', Error: 'Mine' } },
    };
    const arn = rig.start(rig.create('M', only({ Type: 'Parallel', Branches: [branch(inner, 'Inner'), failing] })));
    await rig.time.advance(1);
    expect(await rig.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Mine' });
    const types = (await rig.history(arn)).map((event) => event.type);
    expect(types.slice(-5)).toEqual([
      'FailStateEntered',
      'WaitStateAborted',
      'ParallelStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
    expect(rig.time.pendingTimers()).toBe(0);
  });
});

describe('the size of payloads', () => {
  const large = 'x'.repeat(262_145);

  test('an input that is too large is refused at the start', async () => {
    const rig = createRig();
    const stateMachineArn = rig.create('M', only({ Type: 'Pass' }));
    await expect(rig.call('StartExecution', { stateMachineArn, input: JSON.stringify(large) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(rig.call('StartExecution', { stateMachineArn, input: '{' })).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
    });
  });

  test('counts bytes, not characters', async () => {
    const rig = createRig({ functions: { f: () => '円'.repeat(90_000) } });
    expect((await rig.run(only({ ...invoke('f', {}), Output: 'small' }))).error).toBe('States.DataLimitExceeded');
  });

  test.for([
    ['the result of a task', only({ ...invoke('large', {}), Output: 'small' })],
    ['the arguments of a task', only(invoke('f', '{% $pad("", 262145, "x") %}'))],
    ['the output of a state', only({ Type: 'Pass', Output: '{% $pad("", 262145, "x") %}' })],
    ['a variable', only({ Type: 'Pass', Assign: { v: '{% $pad("", 262145, "x") %}' } })],
  ] as const)('%s that is too large fails the execution', async ([, machine]) => {
    const rig = createRig({ functions: { large: () => large, f: () => 1 } });
    expect((await rig.run(machine)).error).toBe('States.DataLimitExceeded');
  });

  test('States.ALL does not catch it, its name does', async () => {
    const caught = (name: string) => {
      const rig = createRig({ functions: { large: () => large } });
      return rig.run({
        StartAt: 'Ask',
        States: {
          Ask: { ...invoke('large', {}), Catch: [{ ErrorEquals: [name], Next: 'Caught' }], End: true },
          Caught: end('caught'),
        },
      });
    };
    expect((await caught('States.ALL')).error).toBe('States.DataLimitExceeded');
    expect((await caught('States.DataLimitExceeded')).result).toBe('caught');
  });
});
