import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import { deadLetterQueue } from './queue-with-dead-letters.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

export interface StreamConsumerProps {
  readonly platform: Platform;
  readonly table: Table;
  readonly consumer: LambdaFunction;
  /** Collects records for so long; the function is then told which shard they came from. */
  readonly tumblingWindow?: Duration;
  /**
   * After so many failures a batch is set aside and the next one taken. Without it the shard waits until the batch is taken in or
   * the stream forgets it: right where a later batch must not overtake an earlier one.
   */
  readonly retryAttempts?: number;
  /** Which changes it is called for, as an EventBridge pattern over the stream record. */
  readonly pattern: object;
  readonly section: string;
}

/** Every change of a table, in order per item, to one function. What cannot be taken in is set aside by its place in the stream. */
export class StreamConsumer extends Construct {
  constructor(scope: Construct, id: string, props: StreamConsumerProps) {
    super(scope, id);
    const { platform, table, consumer, section } = props;
    const streamArn = table.tableStreamArn;
    if (!streamArn) throw new Error(`${table.node.path} has no stream to consume.`);
    const deadLetters = deadLetterQueue(this, 'DeadLetters', platform, section);
    consumer.addToRolePolicy(readsStream(streamArn));
    new EventSourceMapping(this, 'Mapping', {
      target: consumer,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      ...(props.tumblingWindow ? { tumblingWindow: props.tumblingWindow } : {}),
      bisectBatchOnError: true,
      ...(props.retryAttempts === undefined ? {} : { retryAttempts: props.retryAttempts }),
      filters: [{ pattern: JSON.stringify(props.pattern) }],
      onFailure: new SqsDlq(deadLetters),
    });
    new RunbookAlarm(this, 'Behind', {
      topic: platform.alarmTopic,
      metric: consumer.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
      says: `${this.node.path} is more than ${platform.stage.alarms.iteratorAge.toHumanString()} behind its table.`,
      section,
      threshold: platform.stage.alarms.iteratorAge.toMilliseconds(),
      periods: 3,
    });
  }
}

export const readsStream = (streamArn: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    resources: [streamArn],
  });
