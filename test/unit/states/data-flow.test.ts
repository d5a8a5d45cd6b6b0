import { describe, expect, test } from 'vitest';
import { createRig, epoch, failWith, invoke, only } from './rig.ts';

const pass = (fields: object) => only({ Type: 'Pass', ...fields });

describe('the data of a JSONata workflow', () => {
  test('a state without Output passes its input on', async () => {
    const { result } = await createRig().run(pass({}), { order: 7 });
    expect(result).toEqual({ order: 7 });
  });

  test('Output replaces everything, with expressions anywhere inside', async () => {
    const output = {
      id: '{% $states.input.order.id %}',
      list: [1, '{% $states.input.n + 1 %}', { deep: '{% "x" & "y" %}' }],
      plain: 'text',
    };
    const { result } = await createRig().run(pass({ Output: output }), { order: { id: 'O-1' }, n: 2 });
    expect(result).toEqual({ id: 'O-1', list: [1, 3, { deep: 'xy' }], plain: 'text' });
  });

  test('one expression can be the whole output', async () => {
    const { result } = await createRig().run(pass({ Output: '{% $states.input.orders[amount > 10].id %}' }), {
      orders: [
        { id: 'a', amount: 5 },
        { id: 'b', amount: 50 },
        { id: 'c', amount: 500 },
      ],
    });
    expect(result).toEqual(['b', 'c']);
  });

  test('a path through an array maps it as JSONata does, and an array at its end stays as it is', async () => {
    const output = {
      ids: '{% $states.input.orders.id %}',
      one: '{% $states.input.single.id %}',
      tags: '{% $states.input.tags %}',
    };
    const { result } = await createRig().run(pass({ Output: output }), {
      orders: [{ id: 1 }, { id: 2 }],
      single: [{ id: 9 }],
      tags: ['t'],
    });
    expect(result).toEqual({ ids: [1, 2], one: 9, tags: ['t'] });
  });

  test('what an expression gives is plain JSON, without the marks of the engine', async () => {
    const rig = createRig({
      functions: { see: (payload) => [Object.keys(payload as object), Array.isArray(payload)] },
    });
    const { result } = await rig.run(only(invoke('see', '{% $states.input.orders.id %}')), {
      orders: [{ id: 1 }, { id: 2 }],
    });
    expect(result).toEqual([['0', '1'], true]);
  });

  test('Assign and Output see the variables as they were when the state was entered', async () => {
    const { result } = await createRig().run({
      StartAt: 'First',
      States: {
        First: { Type: 'Pass', Assign: { x: 1, y: 5 }, Next: 'Second' },
        Second: {
          Type: 'Pass',
          Assign: { x: '{% $y %}', y: '{% $x %}' },
          Output: { seen: '{% [$x, $y] %}' },
          Next: 'Third',
        },
        Third: { Type: 'Pass', Output: { before: '{% $states.input.seen %}', after: '{% [$x, $y] %}' }, End: true },
      },
    });
    expect(result).toEqual({ before: [1, 5], after: [5, 1] });
  });

  test('Arguments come first, then the result, then Assign and Output from it', async () => {
    const rig = createRig({ functions: { double: ({ n }: { n: number }) => ({ doubled: n * 2 }) } });
    const { result } = await rig.run(
      {
        StartAt: 'Double',
        States: {
          Double: {
            ...invoke('double', { n: '{% $states.input.n %}' }),
            Assign: { kept: '{% $states.result.Payload.doubled %}' },
            Output: { code: '{% $states.result.StatusCode %}', was: '{% $states.input.n %}' },
            Next: 'After',
          },
          After: { Type: 'Succeed', Output: { kept: '{% $kept %}', input: '{% $states.input %}' } },
        },
      },
      { n: 21 },
    );
    expect(result).toEqual({ kept: 42, input: { code: 200, was: 21 } });
  });

  test('without Output a task passes its whole result on', async () => {
    const rig = createRig({ functions: { f: () => 'answer' } });
    const { result } = await rig.run(only({ ...invoke('f'), Output: undefined }));
    expect(result).toMatchObject({ ExecutedVersion: '$LATEST', Payload: 'answer', StatusCode: 200 });
  });

  test('an inner scope reads the variables of outside; its own are gone when it ends', async () => {
    const inner = {
      StartAt: 'Inner',
      States: {
        Inner: { Type: 'Pass', Assign: { inner: '{% $outer & "!" %}' }, Next: 'InnerEnd' },
        InnerEnd: { Type: 'Pass', Output: '{% $inner %}', End: true },
      },
    };
    const { result } = await createRig().run({
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { outer: 'hello' }, Next: 'Branch' },
        Branch: { Type: 'Parallel', Branches: [inner], Next: 'Look' },
        Look: { Type: 'Pass', Output: '{% [$states.input[0], $exists($inner), $outer] %}', End: true },
      },
    });
    expect(result).toEqual(['hello!', false, 'hello']);
  });

  test('the context names the execution, the machine and the state', async () => {
    const rig = createRig();
    const arn = rig.start(rig.create('Orders', pass({ Output: '{% $states.context %}' })), { a: 1 }, 'first');
    await rig.time.quiet();
    expect(await rig.result(arn)).toEqual({
      Execution: {
        Id: 'arn:aws:states:ap-northeast-1:000000000000:execution:Orders:first',
        Input: { a: 1 },
        Name: 'first',
        RoleArn: 'arn:aws:iam::000000000000:role/Orders',
        StartTime: new Date(epoch).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: { Id: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:Orders', Name: 'Orders' },
      State: { Name: 'Only', EnteredTime: new Date(epoch).toISOString(), RetryCount: 0 },
    });
  });

  test('RetryCount says how often the state was tried again', async () => {
    const rig = createRig({ functions: { f: (n: number) => (n < 2 ? failWith('Busy') : n) } });
    const state = invoke('f', '{% $states.context.State.RetryCount %}', { Retry: [{ ErrorEquals: ['Busy'] }] });
    const arn = rig.start(rig.create('M', only(state)));
    await rig.time.advance(60);
    expect(await rig.result(arn)).toBe(2);
  });
});

describe('the functions of Step Functions in JSONata', () => {
  const evaluate = async (expression: string, input: unknown = {}) =>
    (await createRig({ random: () => 0.25 }).run(pass({ Output: `{% ${expression} %}` }), input)).result;

  test.for([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$hash("abc", "SHA-256")', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['$hash("abc", "MD5")', '900150983cd24fb0d6963f7d28e17f72'],
    ['$parse("{\\"a\\": [1, 2]}").a[1]', 2],
    ['$random()', 0.25],
    ['$random(7) = $random(7)', true],
    ['$length($uuid())', 36],
    ['$millis()', epoch],
    ['$now()', '2026-11-30T00:00:00.000Z'],
    ["$now('[Y0001]/[M01]/[D01] [H01]', '+0900')", '2026/11/30 09'],
  ] as const)('%s', async ([expression, expected]) => {
    expect(await evaluate(expression)).toEqual(expected);
  });

  test('$eval is not there', async () => {
    const { status, error } = await createRig().run(pass({ Output: '{% $eval("1+1") %}' }));
    expect([status, error]).toEqual(['FAILED', 'States.QueryEvaluationError']);
  });
});

describe('an expression that fails', () => {
  test.for([
    ['{% $states.input.missing %}', 'returned nothing (undefined)'],
    ['{% $states.input.a + "x" %}', 'T2002'],
    ['{% $unknown %}', 'returned nothing (undefined)'],
    ['{% function($x) { $x } %}', 'returned nothing (undefined)'],
  ])('%s is a query evaluation error', async ([expression, cause]) => {
    const rig = createRig();
    const run = await rig.run(pass({ Output: { field: expression } }), { a: 1 });
    expect(run).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(run.cause).toContain(cause);
    expect((await rig.history(run.arn)).at(-2)).toMatchObject({
      type: 'EvaluationFailed',
      evaluationFailedEventDetails: { error: 'States.QueryEvaluationError', location: 'Output', state: 'Only' },
    });
  });

  test('a Catch handles it, with its own Assign and Output', async () => {
    const { result } = await createRig({ functions: { f: () => 1 } }).run(
      {
        StartAt: 'Ask',
        States: {
          Ask: {
            ...invoke('f', '{% $states.input.missing %}'),
            Assign: { never: 1 },
            Catch: [
              {
                ErrorEquals: ['States.QueryEvaluationError'],
                Assign: { why: '{% $states.errorOutput.Error %}' },
                Output: '{% $states.input %}',
                Next: 'Handled',
              },
            ],
            Next: 'Handled',
          },
          Handled: { Type: 'Pass', Output: '{% [$why, $states.input.kept, $exists($never)] %}', End: true },
        },
      },
      { kept: 'in' },
    );
    expect(result).toEqual(['States.QueryEvaluationError', 'in', false]);
  });

  test('a Retry runs the task again', async () => {
    const rig = createRig({ functions: { f: (_: never, call) => (call === 2 ? { ok: 1 } : {}) } });
    const state = {
      ...invoke('f'),
      Output: '{% $states.result.Payload.ok %}',
      Retry: [{ ErrorEquals: ['States.QueryEvaluationError'] }],
    };
    const arn = rig.start(rig.create('M', only(state)));
    await rig.time.advance(5);
    expect(await rig.result(arn)).toBe(1);
  });
});
