import { describe, expect, test } from 'vitest';
import { createRig, failWith, only } from './rig.ts';

describe('other services', () => {
  const task = (resource: string, args: unknown, more: object = {}) =>
    only({ Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments: args, ...more });

  test('an integration gets the evaluated arguments; a message body that is an object becomes text', async () => {
    const sent: unknown[] = [];
    const rig = createRig({
      integrations: {
        'sqs:sendMessage': async (args) => {
          sent.push(args);
          return { MessageId: 'm-1' };
        },
      },
    });
    const { result } = await rig.run(
      task('sqs:sendMessage', { QueueUrl: 'q', MessageBody: { id: '{% $states.input.id %}' } }),
      { id: 5 },
    );
    expect(sent).toEqual([{ QueueUrl: 'q', MessageBody: '{"id":5}' }]);
    expect(result).toEqual({ MessageId: 'm-1' });
  });

  test('a token can be sent to a queue', async () => {
    const sent: { MessageBody: string }[] = [];
    const rig = createRig({
      integrations: { 'sqs:sendMessage': async (args) => void sent.push(args as { MessageBody: string }) },
    });
    const definition = task('sqs:sendMessage.waitForTaskToken', {
      MessageBody: { token: '{% $states.context.Task.Token %}' },
    });
    const arn = rig.start(rig.create('M', definition));
    await rig.time.quiet();
    const { token } = JSON.parse(sent[0]?.MessageBody ?? '{}') as { token: string };
    await rig.call('SendTaskSuccess', { taskToken: token, output: '"ok"' });
    await rig.time.quiet();
    expect(await rig.result(arn)).toBe('ok');
  });

  test.for([
    ['dynamodb:putItem', 'ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'],
    ['aws-sdk:s3:putObject', 'NoSuchBucket', 'S3.NoSuchBucketException'],
    ['aws-sdk:dynamodb:putItem', 'ConditionalCheckFailedException', 'DynamoDb.ConditionalCheckFailedException'],
  ] as const)('an error of %s is %s with the name of the service', async ([key, thrown, error]) => {
    const rig = createRig({ integrations: { [key]: async () => failWith(thrown) } });
    expect(await rig.run(task(key, {}))).toMatchObject({ status: 'FAILED', error });
  });

  test('an event that the bus refuses fails the task', async () => {
    const rig = createRig({ integrations: { 'events:putEvents': async () => ({ FailedEntryCount: 1 }) } });
    const run = await rig.run(task('events:putEvents', { Entries: [{ Detail: { a: 1 } }] }));
    expect(run.error).toBe('EventBridge.FailedEntry');
  });

  test('an integration that is not there is refused when the machine is created', () => {
    expect(() => createRig().create('M', task('glue:startJobRun', {}))).toThrow('glue:startJobRun is not available');
  });
});

describe('executions that start executions', () => {
  const nested = (resource: string, more: object = {}) =>
    only({
      Type: 'Task',
      Resource: `arn:aws:states:::${resource}`,
      Arguments: {
        StateMachineArn: 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:Child',
        Input: '{% $states.input %}',
      },
      ...more,
    });

  test('startExecution does not wait', async () => {
    const rig = createRig();
    rig.create('Child', only({ Type: 'Wait', Seconds: 60 }));
    const { result, status } = await rig.run(nested('states:startExecution'));
    expect([status, Object.keys(result as object)]).toEqual(['SUCCEEDED', ['ExecutionArn', 'StartDate']]);
  });

  test('.sync waits and describes the child, .sync:2 parses its output', async () => {
    const rig = createRig();
    rig.create('Child', {
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: 60, Next: 'End' },
        End: { Type: 'Pass', Output: { doubled: '{% $states.input.n * 2 %}' }, End: true },
      },
    });
    const first = rig.start(rig.create('A', nested('states:startExecution.sync')), { n: 4 });
    const second = rig.start(rig.create('B', nested('states:startExecution.sync:2')), { n: 4 });
    await rig.time.advance(59);
    expect([(await rig.describe(first)).status, rig.time.running()]).toEqual(['RUNNING', 0]);
    await rig.time.advance(1);
    expect(await rig.result(first)).toMatchObject({ Status: 'SUCCEEDED', Output: '{"doubled":8}' });
    expect(await rig.result(second)).toMatchObject({ Status: 'SUCCEEDED', Output: { doubled: 8 } });
  });

  test('a child that fails is States.TaskFailed, with the child described in the cause', async () => {
    const rig = createRig();
    rig.create('Child', { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Mine', Cause: 'why' } } });
    const run = await rig.run(nested('states:startExecution.sync:2'));
    expect(run.error).toBe('States.TaskFailed');
    expect(JSON.parse(run.cause ?? '')).toMatchObject({ Status: 'FAILED', Error: 'Mine', Cause: 'why' });
  });

  test('the child is stopped when the waiting is', async () => {
    const rig = createRig();
    const child = rig.create('Child', only({ Type: 'Wait', Seconds: 600 }));
    const parent = rig.start(rig.create('A', nested('states:startExecution.sync:2', { TimeoutSeconds: 5 })));
    await rig.time.advance(10);
    expect((await rig.describe(parent)).error).toBe('States.Timeout');
    const { executions } = await rig.call<{ executions: { status: string }[] }>('ListExecutions', {
      stateMachineArn: child,
    });
    expect(executions.map((execution) => execution.status)).toEqual(['ABORTED']);
  });

  test('an Express workflow can be run through the SDK integration', async () => {
    const rig = createRig();
    rig.create('Child', only({ Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' } }), 'EXPRESS');
    const { result } = await rig.run(
      nested('aws-sdk:sfn:startSyncExecution', { Output: '{% $parse($states.result.Output).n %}' }),
      { n: 1 },
    );
    expect(result).toBe(2);
  });
});
