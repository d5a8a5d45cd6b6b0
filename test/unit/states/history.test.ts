import { describe, expect, test } from 'vitest';
import { createRig, epoch, invoke, only } from './rig.ts';

describe('the history of an execution', () => {
  test('says what happened, in order, each event after the one that led to it', async () => {
    const rig = createRig({ functions: { f: () => ({ ok: 1 }) } });
    const { arn } = await rig.run(
      {
        StartAt: 'Ask',
        States: {
          Ask: {
            ...invoke('f', { q: '{% $states.input.q %}' }),
            TimeoutSeconds: 9,
            Assign: { kept: 1 },
            Next: 'Choose',
          },
          Choose: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Done' }] },
          Done: { Type: 'Succeed' },
        },
      },
      { q: 5 },
    );
    const truncated = { truncated: false };
    const task = { resourceType: 'lambda', resource: 'invoke' };
    const at = (id: number, previousEventId: number, type: string, details: object = {}) => ({
      timestamp: epoch / 1000,
      id,
      previousEventId,
      type,
      ...details,
    });
    const history = await rig.history(arn);
    const output = (history[4]?.taskSucceededEventDetails as { output: string } | undefined)?.output ?? '';
    expect(JSON.parse(output)).toMatchObject({ Payload: { ok: 1 }, StatusCode: 200 });
    expect(history).toEqual([
      at(1, 0, 'ExecutionStarted', {
        executionStartedEventDetails: {
          input: '{"q":5}',
          inputDetails: truncated,
          roleArn: 'arn:aws:iam::000000000000:role/Machine',
        },
      }),
      at(2, 0, 'TaskStateEntered', {
        stateEnteredEventDetails: { name: 'Ask', input: '{"q":5}', inputDetails: truncated },
      }),
      at(3, 2, 'TaskScheduled', {
        taskScheduledEventDetails: {
          ...task,
          region: 'ap-northeast-1',
          parameters: '{"FunctionName":"f","Payload":{"q":5}}',
          timeoutInSeconds: 9,
        },
      }),
      at(4, 3, 'TaskStarted', { taskStartedEventDetails: task }),
      at(5, 4, 'TaskSucceeded', { taskSucceededEventDetails: { ...task, output, outputDetails: truncated } }),
      at(6, 5, 'TaskStateExited', {
        stateExitedEventDetails: {
          name: 'Ask',
          output: '{"ok":1}',
          outputDetails: truncated,
          assignedVariables: { kept: '1' },
        },
      }),
      at(7, 6, 'ChoiceStateEntered', {
        stateEnteredEventDetails: { name: 'Choose', input: '{"ok":1}', inputDetails: truncated },
      }),
      at(8, 7, 'ChoiceStateExited', {
        stateExitedEventDetails: { name: 'Choose', output: '{"ok":1}', outputDetails: truncated },
      }),
      at(9, 8, 'SucceedStateEntered', {
        stateEnteredEventDetails: { name: 'Done', input: '{"ok":1}', inputDetails: truncated },
      }),
      at(10, 9, 'SucceedStateExited', {
        stateExitedEventDetails: { name: 'Done', output: '{"ok":1}', outputDetails: truncated },
      }),
      at(11, 10, 'ExecutionSucceeded', {
        executionSucceededEventDetails: { output: '{"ok":1}', outputDetails: truncated },
      }),
    ]);
  });

  test('of a Map starts every iteration after MapStateStarted', async () => {
    const rig = createRig();
    const { arn } = await rig.run(
      only({ Type: 'Map', Items: ['a', 'b'], ItemProcessor: only({ Type: 'Pass' }, 'Each') }, 'All'),
    );
    const history = await rig.history(arn);
    const started = history.filter((event) => event.type === 'MapIterationStarted');
    expect(history[2]).toMatchObject({ id: 3, type: 'MapStateStarted', mapStateStartedEventDetails: { length: 2 } });
    expect(started.map((event) => [event.previousEventId, event.mapIterationStartedEventDetails])).toEqual([
      [3, { name: 'All', index: 0 }],
      [3, { name: 'All', index: 1 }],
    ]);
    expect(history.map((event) => event.type).sort()).toEqual(
      [
        'ExecutionStarted',
        'MapStateEntered',
        'MapStateStarted',
        'MapIterationStarted',
        'MapIterationStarted',
        'PassStateEntered',
        'PassStateEntered',
        'PassStateExited',
        'PassStateExited',
        'MapIterationSucceeded',
        'MapIterationSucceeded',
        'MapStateSucceeded',
        'MapStateExited',
        'ExecutionSucceeded',
      ].sort(),
    );
    expect(history.map((event) => event.id)).toEqual(history.map((_, at) => at + 1));
  });

  test('of a failure ends with the error', async () => {
    const rig = createRig();
    const { arn } = await rig.run({ StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Mine', Cause: 'why' } } });
    expect((await rig.history(arn)).slice(1)).toMatchObject([
      { type: 'FailStateEntered', id: 2 },
      {
        type: 'ExecutionFailed',
        id: 3,
        previousEventId: 2,
        executionFailedEventDetails: { error: 'Mine', cause: 'why' },
      },
    ]);
  });

  test('comes in pages, in either order, with or without data', async () => {
    const rig = createRig();
    const { arn: executionArn } = await rig.run(only({ Type: 'Pass' }));
    const page = (request: object) =>
      rig.call<{ events: { id: number }[]; nextToken?: string }>('GetExecutionHistory', {
        executionArn,
        maxResults: 3,
        ...request,
      });
    const first = await page({});
    const last = await page({ nextToken: first.nextToken });
    expect([first.events.map((event) => event.id), last.events.map((event) => event.id), last.nextToken]).toEqual([
      [1, 2, 3],
      [4],
      undefined,
    ]);
    const reverse = await page({ reverseOrder: true });
    const rest = await page({ reverseOrder: true, nextToken: reverse.nextToken });
    expect([...reverse.events, ...rest.events].map((event) => event.id)).toEqual([4, 3, 2, 1]);
    expect(JSON.stringify(await page({ includeExecutionData: false }))).not.toContain('"input"');
  });

  test('of 25,000 events is full: the execution fails', async () => {
    const loop = {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }] } },
    };
    const rig = createRig();
    const executionArn = rig.start(rig.create('M', loop));
    await rig.time.quiet();
    expect(await rig.describe(executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    const { events } = await rig.call<{ events: object[] }>('GetExecutionHistory', {
      executionArn,
      reverseOrder: true,
      maxResults: 1,
    });
    expect(events).toMatchObject([{ id: 25_000, type: 'ExecutionFailed' }]);
  });
});
