import { describe, expect, test } from 'vitest';
import { createRig, epoch, failWith, invoke, machineArn, only } from './rig.ts';

const wait = only({ Type: 'Wait', Seconds: 100 });

describe('the name of a Standard execution', () => {
  test('with the same input gives the running execution back', async () => {
    const rig = createRig();
    const arn = rig.create('M', wait);
    expect(rig.start(arn, { a: 1 }, 'n')).toBe(rig.start(arn, { a: 1 }, 'n'));
  });

  test('with another input, or once the execution has ended, is taken', async () => {
    const rig = createRig();
    const arn = rig.create('M', wait);
    rig.start(arn, { a: 1 }, 'n');
    expect(() => rig.start(arn, { a: 2 }, 'n')).toThrow(expect.objectContaining({ name: 'ExecutionAlreadyExists' }));
    await rig.time.advance(100);
    expect(() => rig.start(arn, { a: 1 }, 'n')).toThrow(expect.objectContaining({ name: 'ExecutionAlreadyExists' }));
  });

  test('is free again 90 days after the end', async () => {
    const rig = createRig();
    const arn = rig.create('M', wait);
    rig.start(arn, {}, 'n');
    await rig.time.advance(100 + 90 * 24 * 3600 + 1);
    expect(await rig.describe(rig.start(arn, { b: 1 }, 'n'))).toMatchObject({ status: 'RUNNING', input: '{"b":1}' });
  });

  test.for(['', 'x'.repeat(81), 'a b', 'a/b', 'a:b', 'a{b', 'a*', 'a#b', 'a\u0007b'])('%j is invalid', (name) => {
    const rig = createRig();
    const arn = rig.create('M', wait);
    expect(() => rig.start(arn, {}, name)).toThrow(expect.objectContaining({ name: 'InvalidName' }));
  });

  test.for(['x'.repeat(80), 'screening-01JABC_v1.2', '注文'])('%j is valid', (name) => {
    const rig = createRig();
    expect(rig.start(rig.create('M', wait), {}, name)).toBe(
      `arn:aws:states:ap-northeast-1:000000000000:execution:M:${name}`,
    );
  });
});

describe('an Express workflow', () => {
  const express = (definition: object) => {
    const rig = createRig({ functions: { f: (input) => ({ got: input }), bad: () => failWith('Mine') } });
    const stateMachineArn = rig.create('E', definition, 'EXPRESS');
    return { rig, stateMachineArn };
  };

  test('answers synchronously with its output', async () => {
    const { rig, stateMachineArn } = express(only(invoke('f')));
    const answer = await rig.call('StartSyncExecution', { stateMachineArn, input: '{"a":1}', name: 'n' });
    expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '{"got":{"a":1}}', name: 'n', stateMachineArn });
  });

  test('answers synchronously with its error', async () => {
    const { rig, stateMachineArn } = express(only(invoke('bad')));
    expect(await rig.call('StartSyncExecution', { stateMachineArn })).toMatchObject({
      status: 'FAILED',
      error: 'Mine',
    });
  });

  test('ends after five minutes', async () => {
    const { rig, stateMachineArn } = express(only({ Type: 'Wait', Seconds: 400 }));
    const answer = rig.call<{ stopDate: number; status: string }>('StartSyncExecution', { stateMachineArn });
    await rig.time.advance(400);
    expect(await answer).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout', stopDate: epoch / 1000 + 300 });
  });

  test('that loops without end does not stop the rest, and ends after five minutes too', async () => {
    const loop = {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }] } },
    };
    const { rig, stateMachineArn } = express(loop);
    const answer = rig.call<{ status: string }>('StartSyncExecution', { stateMachineArn });
    await new Promise((resolve) => setImmediate(resolve));
    await rig.time.fire(300);
    expect((await answer).status).toBe('TIMED_OUT');
    await rig.time.quiet();
  });

  test('may use one name many times', () => {
    const { rig, stateMachineArn } = express(only(invoke('f')));
    expect(rig.start(stateMachineArn, {}, 'n')).not.toBe(rig.start(stateMachineArn, {}, 'n'));
  });

  test('has no history, no description and no list', async () => {
    const { rig, stateMachineArn } = express(only(invoke('f')));
    const executionArn = rig.start(stateMachineArn);
    for (const operation of ['DescribeExecution', 'GetExecutionHistory', 'StopExecution']) {
      await expect(rig.call(operation, { executionArn })).rejects.toMatchObject({
        name: 'StateMachineTypeNotSupported',
      });
    }
    await expect(rig.call('ListExecutions', { stateMachineArn })).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
    });
  });

  test('is refused when too many run', () => {
    const rig = createRig({ maxRunningExpress: 1 });
    const arn = rig.create('E', wait, 'EXPRESS');
    rig.start(arn);
    expect(() => rig.start(arn)).toThrow(expect.objectContaining({ name: 'ExecutionLimitExceeded' }));
  });

  test('a Standard workflow cannot be started synchronously', async () => {
    const rig = createRig();
    await expect(rig.call('StartSyncExecution', { stateMachineArn: rig.create('M', wait) })).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
    });
  });
});

describe('lists', () => {
  test('show executions newest first, by status, page by page', async () => {
    const rig = createRig();
    const stateMachineArn = rig.create('M', only({ Type: 'Wait', Seconds: '{% $states.input.s %}' }));
    const other = rig.create('Other', wait);
    for (const [at, s] of [1, 50, 1, 50, 1].entries()) rig.start(stateMachineArn, { s }, `n${at}`);
    rig.start(other);
    await rig.time.advance(10);
    const list = async (request: object) =>
      rig.call<{ executions: { name: string }[]; nextToken?: string }>('ListExecutions', {
        stateMachineArn,
        ...request,
      });
    const names = ({ executions }: { executions: { name: string }[] }) => executions.map((execution) => execution.name);
    expect(names(await list({}))).toEqual(['n4', 'n3', 'n2', 'n1', 'n0']);
    expect(names(await list({ statusFilter: 'RUNNING' }))).toEqual(['n3', 'n1']);
    const first = await list({ maxResults: 2 });
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    const third = await list({ maxResults: 2, nextToken: second.nextToken });
    expect([names(first), names(second), names(third), third.nextToken]).toEqual([
      ['n4', 'n3'],
      ['n2', 'n1'],
      ['n0'],
      undefined,
    ]);
  });

  test('show machines', async () => {
    const rig = createRig();
    rig.create('A', wait);
    rig.create('B', wait, 'EXPRESS');
    expect(await rig.call('ListStateMachines', {})).toMatchObject({
      stateMachines: [
        { name: 'A', type: 'STANDARD' },
        { name: 'B', type: 'EXPRESS' },
      ],
    });
    expect(await rig.call('DescribeStateMachine', { stateMachineArn: machineArn('A') })).toMatchObject({
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: JSON.stringify({ QueryLanguage: 'JSONata', ...wait }),
    });
  });
});

describe('what does not exist', () => {
  test.for([
    ['StartExecution', { stateMachineArn: machineArn('No') }, 'StateMachineDoesNotExist'],
    ['DescribeStateMachine', { stateMachineArn: machineArn('No') }, 'StateMachineDoesNotExist'],
    ['DescribeExecution', { executionArn: 'arn:aws:states:r:a:execution:M:no' }, 'ExecutionDoesNotExist'],
    ['GetExecutionHistory', { executionArn: 'arn:aws:states:r:a:execution:M:no' }, 'ExecutionDoesNotExist'],
    ['StopExecution', { executionArn: 'arn:aws:states:r:a:execution:M:no' }, 'ExecutionDoesNotExist'],
    ['ListMapRuns', { executionArn: 'arn:aws:states:r:a:execution:M:no' }, 'ExecutionDoesNotExist'],
    ['DescribeMapRun', { mapRunArn: 'no' }, 'ResourceNotFound'],
    ['DescribeExecution', {}, 'ValidationException'],
    ['GetExecutionHistory', { executionArn: 'x', maxResults: 5000 }, 'ExecutionDoesNotExist'],
    ['TurnBackTime', {}, 'UnknownOperationException'],
  ] as const)('%s of %o is %s', async ([operation, request, name]) => {
    await expect(createRig().call(operation, request)).rejects.toMatchObject({ name });
  });
});

test('an execution keeps the definition it was started with', async () => {
  const rig = createRig();
  const states = (output: string) => ({
    StartAt: 'W',
    States: { W: { Type: 'Wait', Seconds: 10, Next: 'E' }, E: { Type: 'Pass', Output: output, End: true } },
  });
  const before = rig.start(rig.create('M', states('old')));
  const after = rig.start(rig.create('M', states('new')));
  await rig.time.advance(10);
  expect([await rig.result(before), await rig.result(after)]).toEqual(['old', 'new']);
});
