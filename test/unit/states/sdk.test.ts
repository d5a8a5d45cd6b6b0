import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveStates } from '../../../local/states/server.ts';
import { createRig, epoch, invoke, machineArn, only } from './rig.ts';

const tokens: string[] = [];
const rig = createRig({
  functions: { double: ({ n }: { n: number }) => n * 2, ask: (token: string) => void tokens.push(token) },
});
let served: Awaited<ReturnType<typeof serveStates>>;
let sfn: SFNClient;

beforeAll(async () => {
  rig.create('Double', only(invoke('double')), 'EXPRESS');
  rig.create(
    'Ask',
    only({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'ask', Payload: '{% $states.context.Task.Token %}' },
    }),
  );
  served = await serveStates(rig.service, { port: 0 });
  sfn = new SFNClient({
    endpoint: served.url,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    disableHostPrefix: true,
  });
});

afterAll(async () => {
  sfn.destroy();
  await served.close();
});

test('the SDK runs an Express workflow synchronously', async () => {
  const answer = await sfn.send(
    new StartSyncExecutionCommand({ stateMachineArn: machineArn('Double'), input: '{"n":21}' }),
  );
  expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '42' });
  expect(answer.startDate).toEqual(new Date(epoch));
});

test('the SDK follows a Standard workflow from its start over a task token to its end', async () => {
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: machineArn('Ask'), name: 'one' }),
  );
  await rig.time.quiet();
  expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'RUNNING',
    startDate: new Date(epoch),
  });
  await sfn.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: '{"ok":true}' }));
  await rig.time.quiet();
  expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'SUCCEEDED',
    output: '{"ok":true}',
  });
  const types: (string | undefined)[] = [];
  for await (const page of paginateGetExecutionHistory({ client: sfn, pageSize: 2 }, { executionArn })) {
    types.push(...(page.events ?? []).map((event) => event.type));
  }
  expect(types).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'TaskScheduled',
    'TaskStarted',
    'TaskSubmitted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  const { events } = await sfn.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
  );
  expect(events?.[0]).toMatchObject({
    type: 'ExecutionSucceeded',
    timestamp: new Date(epoch),
    executionSucceededEventDetails: { output: '{"ok":true}' },
  });
});

test('the SDK gets the exceptions of the service', async () => {
  await expect(
    sfn.send(new StartExecutionCommand({ stateMachineArn: machineArn('Ask'), name: 'one', input: '{"other":1}' })),
  ).rejects.toBeInstanceOf(ExecutionAlreadyExists);
  await expect(sfn.send(new SendTaskSuccessCommand({ taskToken: tokens[0], output: '1' }))).rejects.toBeInstanceOf(
    TaskTimedOut,
  );
});

test('the SDK stops and lists executions', async () => {
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn: machineArn('Ask'), name: 'two' }),
  );
  const { stopDate } = await sfn.send(new StopExecutionCommand({ executionArn, error: 'E', cause: 'C' }));
  expect(stopDate).toEqual(new Date(epoch));
  const { executions } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: machineArn('Ask'), statusFilter: 'ABORTED' }),
  );
  expect(executions?.map((execution) => execution.name)).toEqual(['two']);
});

test('a body that is not JSON is refused', async () => {
  const response = await fetch(served.url, {
    method: 'POST',
    body: '{',
    headers: { 'x-amz-target': 'AWSStepFunctions.ListStateMachines' },
  });
  expect([response.status, await response.json()]).toMatchObject([400, { __type: 'SerializationException' }]);
});
