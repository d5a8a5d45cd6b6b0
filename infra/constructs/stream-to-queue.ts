import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import { serviceOfOurs } from './grants.ts';
import { deadLetterQueue } from './queue-with-dead-letters.ts';
import { RunbookAlarm } from './runbook-alarm.ts';
import { readsStream } from './stream-consumer.ts';

export interface StreamToQueueProps {
  readonly platform: Platform;
  readonly table: Table;
  readonly queue: IQueue;
  /** Which changes go through: those that fit one of these EventBridge patterns over the stream record. */
  readonly patterns: readonly object[];
  readonly section: string;
}

/**
 * An EventBridge pipe from the stream of a table to a FIFO queue: nothing of ours runs in between. The changes of a partition of
 * the table stay in their order, and one that the pipe sends twice is taken once.
 */
export class StreamToQueue extends Construct {
  constructor(scope: Construct, id: string, props: StreamToQueueProps) {
    super(scope, id);
    const { platform, table, queue, section } = props;
    const streamArn = table.tableStreamArn;
    if (!streamArn) throw new Error(`${table.node.path} has no stream to send on.`);
    const deadLetters = deadLetterQueue(this, 'DeadLetters', platform, section);
    const role = new Role(this, 'Role', { assumedBy: serviceOfOurs('pipes.amazonaws.com') });
    role.addToPolicy(readsStream(streamArn));
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn, deadLetters.queueArn] }),
    );
    const pipe = new CfnPipe(this, 'Pipe', {
      roleArn: role.roleArn,
      source: streamArn,
      sourceParameters: {
        filterCriteria: { filters: props.patterns.map((pattern) => ({ pattern: JSON.stringify(pattern) })) },
        dynamoDbStreamParameters: {
          startingPosition: 'TRIM_HORIZON',
          batchSize: 10, // what one SendMessageBatch takes
          maximumRetryAttempts: 20,
          onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
          deadLetterConfig: { arn: deadLetters.queueArn },
        },
      },
      target: queue.queueArn,
      targetParameters: {
        sqsQueueParameters: { messageGroupId: '$.dynamodb.Keys.PK.S', messageDeduplicationId: '$.eventID' },
      },
    });
    pipe.node.addDependency(role); // Pipes tries the role when the pipe is made
    new RunbookAlarm(this, 'Fails', {
      topic: platform.alarmTopic,
      metric: new Metric({
        namespace: 'AWS/EventBridge/Pipes',
        metricName: 'ExecutionFailed',
        dimensionsMap: { PipeName: pipe.ref },
        period: Duration.minutes(1),
        statistic: 'Sum',
      }),
      says: `${this.node.path} cannot pass changes on.`,
      section,
      threshold: 1,
      periods: 5,
    });
  }
}
