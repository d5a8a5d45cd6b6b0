import { describe, expect, test } from 'vitest';
import { pathsOf, resources, type Value } from './assembly.ts';

interface QueueProperties {
  readonly SqsManagedSseEnabled?: boolean;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: { readonly 'Fn::GetAtt': readonly [string, string] } };
}

interface Policy {
  readonly Queues: readonly { readonly Ref: string }[];
  readonly PolicyDocument: { readonly Statement: readonly { Effect: string; Condition?: unknown }[] };
}

describe.each(['sandbox', 'production'] as const)('the queues of %s', (stage) => {
  const queues = () => resources<QueueProperties>(stage, 'AWS::SQS::Queue');
  /** The logical ids of the queues that something sends what failed to. */
  const deadLetterQueues = () => {
    const template = JSON.stringify(resources(stage).map(({ properties }) => properties));
    const named = [
      ...template.matchAll(
        /"(?:deadLetterTargetArn|DeadLetterConfig":\{"Arn|OnFailure":\{"Destination)":\{"Fn::GetAtt":\["(\w+)"/g,
      ),
    ];
    return new Set(named.map(([, id]) => id));
  };

  test('are encrypted, and reached over TLS only', () => {
    const policies = resources<Policy>(stage, 'AWS::SQS::QueuePolicy');
    const guarded = new Set(
      policies
        .filter(({ properties }) =>
          properties.PolicyDocument.Statement.some(
            ({ Effect, Condition }) =>
              Effect === 'Deny' && JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
          ),
        )
        .flatMap(({ properties }) => properties.Queues.map(({ Ref }) => Ref)),
    );
    expect(queues().length).toBeGreaterThan(0);
    expect(
      pathsOf(queues().filter(({ id, properties }) => !properties.SqsManagedSseEnabled || !guarded.has(id))),
    ).toEqual([]);
  });

  test('set aside what fails, or are where it is set aside', () => {
    const wrong = queues().filter(({ id, properties }) => !properties.RedrivePolicy && !deadLetterQueues().has(id));
    expect(pathsOf(wrong)).toEqual([]);
  });

  test('wake somebody when something is set aside', () => {
    const alarms = resources<{ MetricName?: string; Dimensions?: readonly { Value: Value }[] }>(
      stage,
      'AWS::CloudWatch::Alarm',
    ).filter(({ properties }) => properties.MetricName === 'ApproximateNumberOfMessagesVisible');
    const watched = JSON.stringify(alarms.map(({ properties }) => properties.Dimensions));
    expect(queues().filter(({ id }) => deadLetterQueues().has(id) && !watched.includes(`"${id}"`))).toEqual([]);
  });
});

describe.each(['sandbox', 'production'] as const)('what runs by itself in %s', (stage) => {
  test('keeps what it gave up', () => {
    const schedules = resources<{ Target: { DeadLetterConfig?: unknown; RetryPolicy?: unknown } }>(
      stage,
      'AWS::Scheduler::Schedule',
    );
    const pipes = resources<{ SourceParameters: { DynamoDBStreamParameters?: { DeadLetterConfig?: unknown } } }>(
      stage,
      'AWS::Pipes::Pipe',
    );
    const mappings = resources<{ EventSourceArn: unknown; DestinationConfig?: unknown }>(
      stage,
      'AWS::Lambda::EventSourceMapping',
    ).filter(({ properties }) => JSON.stringify(properties.EventSourceArn).includes('Stream'));
    expect(schedules.filter(({ properties: { Target } }) => !Target.DeadLetterConfig || !Target.RetryPolicy)).toEqual(
      [],
    );
    expect(
      pipes.filter(({ properties }) => !properties.SourceParameters.DynamoDBStreamParameters?.DeadLetterConfig),
    ).toEqual([]);
    expect(mappings.filter(({ properties }) => !properties.DestinationConfig)).toEqual([]);
  });

  test('keeps the hours of Japan', () => {
    const schedules = resources<{ ScheduleExpressionTimezone?: string }>(stage, 'AWS::Scheduler::Schedule');
    expect(schedules.length).toBeGreaterThan(0);
    expect(schedules.filter(({ properties }) => properties.ScheduleExpressionTimezone !== 'Asia/Tokyo')).toEqual([]);
  });
});
