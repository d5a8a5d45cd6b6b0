import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createSqliteStore } from '../../../local/states/sqlite.store.ts';
import { createRig, type Functions, invoke, manualTime, only, type RigOptions } from './rig.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A runtime over a folder, and the way to kill it and start it again at the same virtual time. */
function runtime(definition: object, functions: Functions = {}, options: RigOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'states-'));
  folders.push(folder);
  const boot = (time: ReturnType<typeof manualTime>) => {
    const rig = createRig({ ...options, functions, time, store: createSqliteStore(folder) });
    rig.create('M', definition);
    return rig;
  };
  let rig = boot(manualTime());
  return {
    get rig() {
      return rig;
    },
    start: (input: unknown = {}) => rig.start('arn:aws:states:ap-northeast-1:000000000000:stateMachine:M', input),
    async restart() {
      rig.service.stop();
      rig.store.close();
      rig = boot(manualTime(rig.time.clock.now()));
      await rig.service.resume();
      await rig.time.quiet();
    },
  };
}

describe('an execution goes on after a restart', () => {
  test('in its last state, with its input and its variables', async () => {
    const it = runtime({
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { v: 'kept' }, Output: { from: 'Set' }, Next: 'Wait' },
        Wait: { Type: 'Wait', Seconds: 100, Next: 'End' },
        End: { Type: 'Pass', Output: '{% [$v, $states.input] %}', End: true },
      },
    });
    const arn = it.start();
    await it.rig.time.advance(60);
    await it.restart();
    // the wait ends when it would have ended
    await it.rig.time.advance(39);
    expect((await it.rig.describe(arn)).status).toBe('RUNNING');
    await it.rig.time.advance(1);
    expect(await it.rig.result(arn)).toEqual(['kept', { from: 'Set' }]);
    const history = await it.rig.history(arn);
    expect(history.map((event) => event.type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'WaitStateEntered',
      'WaitStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    expect(history.map((event) => [event.id, event.previousEventId])).toEqual([
      [1, 0],
      [2, 0],
      [3, 2],
      [4, 3],
      [5, 4],
      [6, 5],
      [7, 6],
      [8, 7],
    ]);
  });

  test('in a wait whose end was computed from the time of its beginning', async () => {
    const it = runtime(only({ Type: 'Wait', Timestamp: '{% $fromMillis($millis() + 100000) %}' }));
    const arn = it.start();
    await it.rig.time.advance(60);
    await it.restart();
    await it.rig.time.advance(40);
    expect((await it.rig.describe(arn)).status).toBe('SUCCEEDED');
  });

  test('with a token that is still valid, whose task is not handed over again', async () => {
    const tokens: string[] = [];
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'ask', Payload: '{% $states.context.Task.Token %}' },
      TimeoutSeconds: 100,
    };
    const it = runtime(only(task), { ask: (token: string) => void tokens.push(token) });
    const [first, second] = [it.start(), it.start()];
    await it.rig.time.advance(60);
    await it.restart();
    await it.restart();
    expect(tokens.length).toBe(2);
    await it.rig.call('SendTaskSuccess', { taskToken: tokens[0], output: '"yes"' });
    await it.rig.time.advance(39);
    expect([await it.rig.result(first), (await it.rig.describe(second)).status]).toEqual(['yes', 'RUNNING']);
    await it.rig.time.advance(1);
    expect((await it.rig.describe(second)).error).toBe('States.Timeout');
  });

  test('with the answer to a token that came just before the end', async () => {
    let token = '';
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'ask', Payload: '{% $states.context.Task.Token %}' },
    };
    const it = runtime(only(task), {
      ask: (given: string) => {
        token = given;
      },
    });
    const arn = it.start();
    await it.rig.time.quiet();
    const answered = it.rig.call('SendTaskSuccess', { taskToken: token, output: '"yes"' });
    await it.restart();
    await answered;
    expect(await it.rig.result(arn)).toBe('yes');
  });

  test('in the middle of an invocation, by invoking again', async () => {
    const it = runtime(only(invoke('f')), {
      f: (_: never, call) => (call === 1 && it.rig.time.clock.now() === start ? new Promise(() => undefined) : 'again'),
    });
    const start = it.rig.time.clock.now();
    const arn = it.start();
    await new Promise((resolve) => setImmediate(resolve));
    await it.rig.time.fire(1);
    await it.restart();
    expect(await it.rig.result(arn)).toBe('again');
  });

  test('while it waits for the next attempt, which keeps its time and its count', async () => {
    const retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 100, MaxAttempts: 1 }];
    const busy = () => {
      throw Object.assign(new Error('busy'), { name: 'Busy' });
    };
    const it = runtime(only(invoke('f', {}, { Retry: retry })), { f: busy });
    const arn = it.start();
    await it.rig.time.advance(99);
    await it.restart();
    expect((await it.rig.describe(arn)).status).toBe('RUNNING');
    await it.rig.time.advance(1);
    expect((await it.rig.describe(arn)).error).toBe('Busy');
    expect(it.rig.calls.length).toBe(1);
  });

  test('in a Parallel and a Map, without running again what has ended', async () => {
    const ran: string[] = [];
    const each = {
      StartAt: 'Note',
      States: {
        Note: { ...invoke('note'), End: undefined, Next: 'Hold' },
        Hold: { Type: 'Wait', Seconds: '{% $states.input.wait %}', End: true },
      },
    };
    const branch = { StartAt: 'B', States: { B: { ...invoke('note', { name: 'branch', wait: 0 }), End: true } } };
    const all = { StartAt: 'All', States: { All: { Type: 'Map', ItemProcessor: each, MaxConcurrency: 2, End: true } } };
    const it = runtime(only({ Type: 'Parallel', Branches: [branch, all] }), {
      note: (item: { name: string }) => {
        ran.push(item.name);
        return item;
      },
    });
    const items = [
      { name: 'a', wait: 1 },
      { name: 'b', wait: 100 },
      { name: 'c', wait: 100 },
      { name: 'd', wait: 0 },
    ];
    const arn = it.start(items);
    await it.rig.time.advance(50);
    expect(ran).toEqual(['branch', 'a', 'b', 'c']);
    await it.restart();
    await it.rig.time.advance(200);
    expect(await it.rig.result(arn)).toEqual([{ name: 'branch', wait: 0 }, items]);
    expect(ran).toEqual(['branch', 'a', 'b', 'c', 'd']);
    const types = (await it.rig.history(arn)).map((event) => event.type);
    expect(types.filter((type) => type === 'MapIterationStarted').length).toBe(4);
    expect(types.filter((type) => type === 'MapStateStarted' || type === 'ParallelStateStarted').length).toBe(2);
  });

  test('waiting for a child execution, which is not started again', async () => {
    const it = runtime(
      only({
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Arguments: { StateMachineArn: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:Child' },
        Output: '{% $states.result.Output %}',
      }),
    );
    const child = only({ Type: 'Wait', Seconds: 100, Output: 'grown' });
    it.rig.create('Child', child);
    const arn = it.start();
    await it.rig.time.advance(50);
    await it.restart();
    await it.rig.time.advance(50);
    expect(await it.rig.result(arn)).toBe('grown');
  });

  test.for(['STANDARD', 'EXPRESS'] as const)('in a Distributed Map with %s children', async (type) => {
    const ran: number[] = [];
    const each = {
      StartAt: 'Note',
      States: {
        Note: { ...invoke('note'), Next: 'Hold' },
        Hold: { Type: 'Wait', Seconds: '{% $states.input %}', End: true },
      },
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type },
    };
    const it = runtime(only({ Type: 'Map', ItemProcessor: each, MaxConcurrency: 2 }), {
      note: (n: number) => {
        ran.push(n);
        return n;
      },
    });
    const arn = it.start([1, 100, 101, 2]);
    await it.rig.time.advance(50);
    expect(ran).toEqual([1, 100, 101]);
    await it.restart();
    await it.rig.time.advance(500);
    expect(await it.rig.result(arn)).toEqual([1, 100, 101, 2]);
    // an Express child is not kept: what was running runs again
    expect(ran).toEqual(type === 'STANDARD' ? [1, 100, 101, 2] : [1, 100, 101, 100, 101, 2]);
    const { mapRuns } = await it.rig.call<{ mapRuns: object[] }>('ListMapRuns', { executionArn: arn });
    expect(mapRuns.length).toBe(1);
  });

  test('and runs out of time when its machine says so', async () => {
    const it = runtime({ TimeoutSeconds: 100, ...only({ Type: 'Wait', Seconds: 500 }) });
    const arn = it.start();
    await it.rig.time.advance(60);
    await it.restart();
    await it.rig.time.advance(40);
    expect((await it.rig.describe(arn)).status).toBe('TIMED_OUT');
  });
});

test('a stopped service does nothing any more', async () => {
  const it = runtime(only({ Type: 'Wait', Seconds: 5 }));
  const arn = it.start();
  await it.rig.time.quiet();
  it.rig.service.stop();
  await it.rig.time.advance(10);
  expect([it.rig.store.execution(arn)?.status, it.rig.time.pendingTimers(), it.rig.time.running()]).toEqual([
    'RUNNING',
    0,
    0,
  ]);
});
