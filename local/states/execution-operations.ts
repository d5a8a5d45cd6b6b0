import { AwsError } from './aws-error.ts';
import type { Engine } from './engine.ts';
import { historyPage } from './history-page.ts';
import type { JsonObject } from './json.ts';
import {
  type Operation,
  type OperationContext,
  type Operations,
  optionalText,
  page,
  pageToken,
  seconds,
  text,
} from './operations.ts';
import type { ExecutionRecord, ExecutionStatus } from './store.ts';

const included = { included: true };

const startRequest = (request: JsonObject) => ({
  stateMachineArn: text(request, 'stateMachineArn'),
  name: optionalText(request, 'name'),
  input: optionalText(request, 'input'),
});

/** An execution that the API can show. */
function known({ engine }: OperationContext, arn: string): ExecutionRecord {
  const record = engine.ports.store.execution(arn);
  if (record) return record;
  if (arn.includes(':express:')) {
    throw new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
  }
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

/** What DescribeExecution and StartSyncExecution both say. */
function details(record: ExecutionRecord): JsonObject {
  const { stoppedAt, output, error, cause } = record;
  return {
    executionArn: record.arn,
    stateMachineArn: record.machineArn,
    name: record.name,
    status: record.status,
    startDate: seconds(record.startedAt),
    ...(stoppedAt === undefined ? {} : { stopDate: seconds(stoppedAt) }),
    input: record.input,
    inputDetails: included,
    ...(output === undefined ? {} : { output, outputDetails: included }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** Runs an Express execution to its end. */
export const startSync = (engine: Engine, request: Parameters<Engine['start']>[0]): Promise<ExecutionRecord> =>
  new Promise((resolve) => {
    engine.whenEnded(engine.start(request).arn, resolve);
  });

const startExecution: Operation = (request, { engine }) => {
  const record = engine.start(startRequest(request));
  return { executionArn: record.arn, startDate: seconds(record.startedAt) };
};

const startSyncExecution: Operation = async (request, { engine, machines }) => {
  const start = startRequest(request);
  if (machines.get(start.stateMachineArn).type !== 'EXPRESS') {
    throw new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
  }
  const record = await startSync(engine, start);
  // StartSyncExecution knows SUCCEEDED, FAILED and TIMED_OUT only
  const status = record.status === 'ABORTED' ? 'FAILED' : record.status;
  const took = (record.stoppedAt ?? record.startedAt) - record.startedAt;
  const billed = Math.max(100, Math.ceil(took / 100) * 100);
  return {
    ...details(record),
    status,
    billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: billed },
  };
};

const describeExecution: Operation = (request, context) => {
  const record = known(context, text(request, 'executionArn'));
  return {
    ...details(record),
    ...(record.mapRunArn === undefined ? {} : { mapRunArn: record.mapRunArn }),
    redriveCount: 0,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Redrive is not available in the local runtime.',
  };
};

const stopExecution: Operation = (request, context) => {
  const record = known(context, text(request, 'executionArn'));
  if (record.type === 'EXPRESS') {
    throw new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
  }
  context.engine.abort(record.arn, optionalText(request, 'error', 256), optionalText(request, 'cause', 32_768));
  return { stopDate: seconds(known(context, record.arn).stoppedAt ?? context.engine.ports.clock.now()) };
};

const getExecutionHistory: Operation = (request, context) => {
  const record = known(context, text(request, 'executionArn'));
  if (record.type === 'EXPRESS') {
    throw new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
  }
  return historyPage(context.engine.ports.store, record.arn, request);
};

const listExecutions: Operation = (request, { engine, machines }) => {
  const mapRunArn = optionalText(request, 'mapRunArn');
  const status = optionalText(request, 'statusFilter') as ExecutionStatus | undefined;
  const { limit, position } = page(request);
  const machine = mapRunArn === undefined ? machines.get(text(request, 'stateMachineArn')) : undefined;
  if (machine?.type === 'EXPRESS') {
    throw new AwsError('StateMachineTypeNotSupported', 'This operation is not supported by this type of state machine');
  }
  const found = engine.ports.store.executions({
    ...(machine ? { machineArn: machine.arn } : {}),
    ...(mapRunArn === undefined ? {} : { mapRunArn }),
    ...(status === undefined ? {} : { status }),
    ...(position === undefined ? {} : { before: position }),
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  return {
    executions: shown.map(({ execution }) => ({
      executionArn: execution.arn,
      stateMachineArn: execution.machineArn,
      name: execution.name,
      status: execution.status,
      startDate: seconds(execution.startedAt),
      ...(execution.stoppedAt === undefined ? {} : { stopDate: seconds(execution.stoppedAt) }),
      ...(execution.mapRunArn === undefined
        ? {}
        : { mapRunArn: execution.mapRunArn, itemCount: execution.itemCount ?? 1 }),
      redriveCount: 0,
    })),
    ...(found.length > limit ? { nextToken: pageToken(shown.at(-1)?.sequence ?? 0) } : {}),
  };
};

export const executionOperations: Operations = {
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  DescribeExecution: describeExecution,
  StopExecution: stopExecution,
  GetExecutionHistory: getExecutionHistory,
  ListExecutions: listExecutions,
};
