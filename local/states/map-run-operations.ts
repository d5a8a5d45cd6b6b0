import { AwsError } from './aws-error.ts';
import type { JsonObject } from './json.ts';
import { type Operations, page, pageToken, seconds, text } from './operations.ts';
import type { MapRunRecord, StatusCounts } from './store.ts';

/** The counts of a map run, of its executions or of their items. What was not started is pending. */
function counts(run: MapRunRecord, byStatus: StatusCounts, of: 'executions' | 'items'): JsonObject {
  const number = (status: keyof StatusCounts) => byStatus[status]?.[of] ?? 0;
  const total = of === 'items' ? run.itemTotal : run.executionTotal;
  const started = number('RUNNING') + number('SUCCEEDED') + number('FAILED') + number('TIMED_OUT') + number('ABORTED');
  const left = Math.max(0, total - started);
  return {
    pending: run.status === 'RUNNING' ? left : 0,
    running: number('RUNNING'),
    succeeded: number('SUCCEEDED'),
    failed: number('FAILED'),
    timedOut: number('TIMED_OUT'),
    aborted: number('ABORTED') + (run.status === 'RUNNING' ? 0 : left),
    total,
    resultsWritten: run.resultsWritten,
  };
}

export const mapRunOperations: Operations = {
  DescribeMapRun(request, { engine }) {
    const arn = text(request, 'mapRunArn');
    const run = engine.ports.store.mapRun(arn);
    if (!run) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
    const byStatus = engine.ports.store.countByStatus(arn);
    return {
      mapRunArn: run.arn,
      executionArn: run.executionArn,
      status: run.status,
      startDate: seconds(run.startedAt),
      ...(run.stoppedAt === undefined ? {} : { stopDate: seconds(run.stoppedAt) }),
      maxConcurrency: run.maxConcurrency,
      toleratedFailurePercentage: run.toleratedFailurePercentage,
      toleratedFailureCount: run.toleratedFailureCount,
      itemCounts: counts(run, byStatus, 'items'),
      executionCounts: counts(run, byStatus, 'executions'),
      redriveCount: 0,
    };
  },
  ListMapRuns(request, { engine }) {
    const arn = text(request, 'executionArn');
    if (!engine.ports.store.execution(arn)) {
      throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    }
    const { limit, position = 0 } = page(request);
    const runs = engine.ports.store.mapRuns(arn);
    return {
      mapRuns: runs.slice(position, position + limit).map((run) => ({
        executionArn: run.executionArn,
        mapRunArn: run.arn,
        stateMachineArn: run.machineArn,
        startDate: seconds(run.startedAt),
        ...(run.stoppedAt === undefined ? {} : { stopDate: seconds(run.stoppedAt) }),
      })),
      ...(runs.length > position + limit ? { nextToken: pageToken(position + limit) } : {}),
    };
  },
};
