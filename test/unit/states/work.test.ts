import { describe, expect, test } from 'vitest';
import { createRig, invoke, machineArn, only } from './rig.ts';

const soon = () => new Promise((resolve) => setImmediate(resolve, 'ok'));
const branches = { Type: 'Parallel', Branches: [only(invoke('f', {}), 'A'), only(invoke('f', {}), 'B')] };
const items = (mode: object) => ({
  Type: 'Map',
  Items: [1, 2, 3],
  MaxConcurrency: 2,
  ItemProcessor: { ...only(invoke('f', {}), 'Each'), ...mode },
});
const child = {
  Type: 'Task',
  Resource: 'arn:aws:states:::states:startExecution.sync:2',
  Arguments: { StateMachineArn: machineArn('Child') },
};

describe('an execution that does not wait for the clock', () => {
  test.for([
    ['a task', invoke('f', {})],
    ['branches', branches],
    ['iterations', items({})],
    ['child executions of a map', items({ ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } })],
    ['a child execution', child],
  ] as const)('is work from its start to its end, with no gap: %s', async ([, state]) => {
    const rig = createRig({ functions: { f: soon } });
    rig.create('Child', only(branches, 'Both'));
    const arn = rig.start(rig.create('M', only(state)));
    await rig.time.quiet();
    expect((await rig.describe(arn)).status).toBe('SUCCEEDED');
    expect(rig.time.idled()).toBe(1);
  });
});

test('an answered token makes its execution work before the caller has the reply', async () => {
  let token = '';
  const rig = createRig({
    functions: {
      ask: (given: string) => {
        token = given;
      },
    },
  });
  const task = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'ask', Payload: '{% $states.context.Task.Token %}' },
  };
  rig.start(rig.create('M', only(task)));
  await rig.time.quiet();
  expect(rig.time.running()).toBe(0);
  const reply = rig.call('SendTaskSuccess', { taskToken: token, output: '1' });
  expect(rig.time.running()).toBe(1);
  await reply;
  await rig.time.quiet();
});
