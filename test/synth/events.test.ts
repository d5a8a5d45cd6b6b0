import { describe, expect, test } from 'vitest';
import { resources, text } from './assembly.ts';
import { functions, grants } from './grants.ts';

interface QueueProperties {
  readonly FifoQueue?: boolean;
  readonly VisibilityTimeout?: number;
  readonly RedrivePolicy?: { readonly maxReceiveCount: number; readonly deadLetterTargetArn: unknown };
}

interface MetricQuery {
  readonly MetricStat?: {
    readonly Metric: {
      readonly MetricName: string;
      readonly Namespace: string;
      readonly Dimensions: readonly { readonly Value: string }[];
    };
  };
}

describe.each(['sandbox', 'production'] as const)('the events of %s', (stage) => {
  const outbox = () => {
    const found = resources<QueueProperties>(stage, 'AWS::SQS::Queue').find(({ path }) =>
      path.includes('/Outbox/Queue/'),
    );
    if (!found) throw new Error('there is no outbox');
    return found.properties;
  };
  const variablesOf = (name: string) =>
    functions(stage).find(({ properties }) => properties.Handler === `index.${name}`)?.properties.Environment.Variables;

  test('that can be read are tried for a day before they are set aside: after that their order is lost', () => {
    const { FifoQueue, VisibilityTimeout = 0, RedrivePolicy } = outbox();
    expect(FifoQueue).toBe(true);
    expect(VisibilityTimeout * (RedrivePolicy?.maxReceiveCount ?? 0)).toBeGreaterThanOrEqual(86_400);
  });

  test('that cannot be read are set aside by the recorder itself, where the queue would have', () => {
    const target = /"Fn::GetAtt":\["(\w+)"/.exec(text(outbox().RedrivePolicy?.deadLetterTargetArn))?.[1];
    expect(variablesOf('recordEventsJob')?.OUTBOX_DEAD_LETTERS_URL).toEqual({ Ref: target });
    const sends = grants(stage).filter(
      ({ role, actions, on }) =>
        role.includes('RecordEventsJob') &&
        actions.includes('sqs:SendMessage') &&
        on.some((one) => one.includes(`"${target}"`)),
    );
    expect(sends).toHaveLength(1);
  });

  test('wake somebody when nearly no receiver takes them, by what the functions count', () => {
    const alarm = resources<{ readonly Metrics?: readonly MetricQuery[] }>(stage, 'AWS::CloudWatch::Alarm').find(
      ({ path }) => path.includes('/WebhooksNotTaken/'),
    );
    const counted = (alarm?.properties.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
    expect(counted.map(({ MetricName }) => MetricName).toSorted()).toEqual(['WebhookNotTaken', 'WebhookTaken']);
    for (const name of ['deliverWebhooksJob', 'retryDeliveryStep', 'replayEventsStep']) {
      const { POWERTOOLS_METRICS_NAMESPACE, POWERTOOLS_SERVICE_NAME } = variablesOf(name) ?? {};
      for (const { Namespace, Dimensions } of counted) {
        expect([Namespace, Dimensions.map(({ Value }) => Value)]).toEqual([
          POWERTOOLS_METRICS_NAMESPACE,
          [POWERTOOLS_SERVICE_NAME],
        ]);
      }
    }
  });

  test('are brought to slow receivers by so many calls at once and no more', () => {
    const mappings = resources<{ readonly EventSourceArn: unknown; readonly ScalingConfig?: unknown }>(
      stage,
      'AWS::Lambda::EventSourceMapping',
    ).filter(({ path }) => path.includes('/DeliversWebhooks/'));
    expect(mappings.map(({ properties }) => properties.ScalingConfig)).toEqual([{ MaximumConcurrency: 50 }]);
  });
});
