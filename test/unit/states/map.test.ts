import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRig, failWith, invoke, only } from './rig.ts';

const map = (state: object, more: object = {}) =>
  only({ Type: 'Map', Items: '{% $states.input.items %}', ItemProcessor: only(state, 'Each'), ...more }, 'All');

describe('an inline Map', () => {
  test('gives the results in the order of the items, whatever ends first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 60 }), fc.nat(50), async (seconds, MaxConcurrency) => {
        const rig = createRig();
        const each = {
          StartAt: 'W',
          States: {
            W: { Type: 'Wait', Seconds: '{% $states.input %}', Next: 'E' },
            E: { Type: 'Pass', Output: '{% $states.input * 2 %}', End: true },
          },
        };
        const arn = rig.start(rig.create('M', map({}, { ItemProcessor: each, MaxConcurrency })), { items: seconds });
        await rig.time.advance(100_000);
        expect(await rig.result(arn)).toEqual(seconds.map((value) => value * 2));
      }),
      { numRuns: 25 },
    );
  });

  test.for([[3], ['{% $states.input.limit %}']] as const)(
    'runs at most MaxConcurrency (%s) at a time',
    async ([MaxConcurrency]) => {
      let running = 0;
      let most = 0;
      const rig = createRig({
        functions: {
          f: async () => {
            running += 1;
            most = Math.max(most, running);
            await new Promise((resolve) => setImmediate(resolve));
            running -= 1;
          },
        },
      });
      const { status } = await rig.run(map(invoke('f'), { MaxConcurrency }), { items: Array(20).fill(0), limit: 3 });
      expect([status, most]).toEqual(['SUCCEEDED', 3]);
    },
  );

  test('without a limit 40 run at a time', async () => {
    const rig = createRig();
    rig.start(rig.create('M', map({ Type: 'Wait', Seconds: 10 })), { items: Array(100).fill(0) });
    await rig.time.quiet();
    expect(rig.time.pendingTimers()).toBe(40);
  });

  test('MaxConcurrency 1 takes the items one after the other', async () => {
    const order: string[] = [];
    const rig = createRig({
      functions: {
        f: async (item: number) => {
          order.push(`begin ${item}`);
          await new Promise((resolve) => setImmediate(resolve));
          order.push(`end ${item}`);
        },
      },
    });
    await rig.run(map(invoke('f'), { MaxConcurrency: 1 }), { items: [1, 2] });
    expect(order).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
  });

  test('ItemSelector shapes the input of an iteration from the item, its index and the state input', async () => {
    const selector = {
      i: '{% $states.context.Map.Item.Index %}',
      v: '{% $states.context.Map.Item.Value.id %}',
      all: '{% $states.input.shared %}',
    };
    const { result } = await createRig().run(map({ Type: 'Pass' }, { ItemSelector: selector }), {
      items: [{ id: 'a' }, { id: 'b' }],
      shared: 's',
    });
    expect(result).toEqual([
      { i: 0, v: 'a', all: 's' },
      { i: 1, v: 'b', all: 's' },
    ]);
  });

  test('an iteration sees its item in the context', async () => {
    const { result } = await createRig().run(map({ Type: 'Pass', Output: '{% $states.context.Map.Item %}' }), {
      items: ['a'],
    });
    expect(result).toEqual([{ Index: 0, Value: 'a' }]);
  });

  test('an iteration reads the variables of outside and keeps its own to itself', async () => {
    const { result } = await createRig().run(
      {
        StartAt: 'Set',
        States: {
          Set: { Type: 'Pass', Assign: { factor: 10 }, Next: 'All' },
          All: {
            Type: 'Map',
            ItemProcessor: {
              StartAt: 'A',
              States: {
                A: { Type: 'Pass', Assign: { own: '{% $states.input * $factor %}' }, Next: 'B' },
                B: { Type: 'Pass', Output: '{% $own %}', End: true },
              },
            },
            Items: [1, 2, 3],
            End: true,
          },
        },
      },
      {},
    );
    expect(result).toEqual([10, 20, 30]);
  });

  test('without Items the state input is the array; no items is no work', async () => {
    expect((await createRig().run(map({ Type: 'Pass' }, { Items: undefined }), [1, 2])).result).toEqual([1, 2]);
    expect((await createRig().run(map({ Type: 'Pass' }), { items: [] })).result).toEqual([]);
  });

  test('items that are no array are a query evaluation error', async () => {
    expect((await createRig().run(map({ Type: 'Pass' }), { items: 7 })).error).toBe('States.QueryEvaluationError');
  });

  test('ItemBatcher hands over several items at once, with an input they share', async () => {
    const { result } = await createRig().run(
      map({ Type: 'Pass' }, { ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { run: '{% $states.input.run %}' } } }),
      { items: [1, 2, 3], run: 'r' },
    );
    expect(result).toEqual([
      { BatchInput: { run: 'r' }, Items: [1, 2] },
      { BatchInput: { run: 'r' }, Items: [3] },
    ]);
  });

  test('a batch can be limited by its bytes', async () => {
    const { result } = await createRig().run(map({ Type: 'Pass' }, { ItemBatcher: { MaxInputBytesPerBatch: 100 } }), {
      items: Array(10).fill('x'.repeat(20)),
    });
    const sizes = (result as { Items: unknown[] }[]).map((batch) => [
      batch.Items.length,
      JSON.stringify(batch).length <= 100,
    ]);
    expect(sizes).toEqual([
      [2, true],
      [2, true],
      [2, true],
      [2, true],
      [2, true],
    ]);
  });
});

describe('the failures of an inline Map', () => {
  const functions = { f: (item: number) => (item < 0 ? failWith('Bad', String(item)) : item) };
  const run = (items: number[], more: object) => createRig({ functions }).run(map(invoke('f'), more), { items });

  test('one failing iteration fails the state with its own error, and ends the others', async () => {
    const rig = createRig({ functions });
    const each = {
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input < 0 %}', Next: 'F' }], Default: 'W' },
        W: { Type: 'Wait', Seconds: 100, End: true },
        F: { ...invoke('f'), End: true },
      },
    };
    const arn = rig.start(rig.create('M', map({}, { ItemProcessor: each })), { items: [1, -1, 2] });
    await rig.time.quiet();
    expect(await rig.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Bad' });
    expect(rig.time.pendingTimers()).toBe(0);
    const types = (await rig.history(arn)).map((event) => event.type);
    expect(types.slice(types.indexOf('MapIterationFailed'))).toEqual([
      'MapIterationFailed',
      'WaitStateAborted',
      'WaitStateAborted',
      'MapIterationAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  test.for([
    [{ ToleratedFailureCount: 1 }, [1, -1], 'SUCCEEDED'],
    [{ ToleratedFailureCount: 1 }, [-1, -1, 1], 'FAILED'],
    [{ ToleratedFailurePercentage: 50 }, [1, -1], 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 49 }, [1, -1], 'FAILED'],
    [{ ToleratedFailurePercentage: 100 }, [-1, -1], 'SUCCEEDED'],
    [
      { ToleratedFailurePercentage: 100, ToleratedFailureCount: '{% $count($states.input.items) - 2 %}' },
      [-1, -1, 1],
      'FAILED',
    ],
  ] as const)('%o with %o: %s', async ([more, items, status]) => {
    const ended = await run([...items], more);
    expect(ended.status).toBe(status);
    if (status === 'FAILED') expect(ended.error).toBe('States.ExceedToleratedFailureThreshold');
  });

  test('a tolerated failure stands in the result, at its place', async () => {
    const { result } = await run([1, -1, 2], { ToleratedFailureCount: 1 });
    expect(result).toMatchObject([1, { Status: 'FAILED', Error: 'Bad' }, 2]);
  });
});
