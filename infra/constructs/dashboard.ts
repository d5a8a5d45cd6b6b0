import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  Metric,
  PeriodOverride,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** One line per thing that has the metric. Searched for by name when it is drawn: what is deployed later shows up by itself. */
const everything = (schema: string, metric: string, statistic: string, label = '') =>
  new MathExpression({
    expression: `SEARCH('{${schema}} MetricName="${metric}" Tegata', '${statistic}', 60)`,
    label,
    period: Duration.minutes(1),
    usingMetrics: {},
  });

const graph = (title: string, ...metrics: readonly IMetric[]): IWidget =>
  new GraphWidget({ title, left: [...metrics], width: 12, height: 6 });

/** From the merchant's side to the machine room: answers, workflows, functions, what waits, what was given up. */
export function addDashboard(scope: Construct): Dashboard {
  return new Dashboard(scope, 'Dashboard', {
    periodOverride: PeriodOverride.AUTO,
    defaultInterval: Duration.hours(3),
    widgets: [
      [
        graph('API: requests and failures', api('Count', 'Sum'), api('4xx', 'Sum'), api('5xx', 'Sum')),
        graph('API: time to answer (ms)', api('Latency', 'p50'), api('Latency', 'p99')),
      ],
      [
        graph(
          'Workflows: not ended well',
          everything('AWS/States,StateMachineArn', 'ExecutionsFailed', 'Sum'),
          everything('AWS/States,StateMachineArn', 'ExecutionsTimedOut', 'Sum'),
        ),
        graph('Workflows: time (ms, p99)', everything('AWS/States,StateMachineArn', 'ExecutionTime', 'p99')),
      ],
      [
        graph(
          'Functions: errors and throttles',
          everything('AWS/Lambda,FunctionName', 'Errors', 'Sum'),
          everything('AWS/Lambda,FunctionName', 'Throttles', 'Sum'),
        ),
        graph('Functions: time (ms, p99)', everything('AWS/Lambda,FunctionName', 'Duration', 'p99')),
      ],
      [
        graph('Streams: behind by (ms)', everything('AWS/Lambda,FunctionName', 'IteratorAge', 'Maximum')),
        graph(
          'Queues: oldest message (s)',
          everything('AWS/SQS,QueueName', 'ApproximateAgeOfOldestMessage', 'Maximum'),
        ),
      ],
      [
        graph(
          'Set aside for a person',
          everything('AWS/SQS,QueueName', 'ApproximateNumberOfMessagesVisible', 'Maximum'),
        ),
        graph('Tables: units written', everything('AWS/DynamoDB,TableName', 'ConsumedWriteCapacityUnits', 'Sum')),
      ],
      [graph('Webhooks: taken and not', ours('webhooks', 'WebhookTaken'), ours('webhooks', 'WebhookNotTaken'))],
    ],
  });
}

/** What our own functions count (functions/shared/telemetry.ts). */
const ours = (service: string, metricName: string) =>
  new Metric({
    namespace: 'Tegata',
    metricName,
    dimensionsMap: { service },
    period: Duration.minutes(1),
    statistic: 'Sum',
  });

/** An HTTP API's metrics know its id only, and no name: every one of the account is drawn. */
const api = (metric: string, statistic: string) =>
  new MathExpression({
    expression: `SEARCH('{AWS/ApiGateway,ApiId} MetricName="${metric}"', '${statistic}', 60)`,
    label: `${metric} ${statistic}`,
    period: Duration.minutes(1),
    usingMetrics: {},
  });
