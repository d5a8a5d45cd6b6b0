import { Duration, Validations } from 'aws-cdk-lib';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

const longestRetention = Duration.days(14); // the longest that SQS offers: a weekend and a holiday week to find the cause

export interface QueueWithDeadLettersProps {
  readonly platform: Platform;
  /** Six times the consumer's time-out, as Lambda asks (AWS Lambda developer guide, "Using Lambda with Amazon SQS"). */
  readonly visibilityTimeout: Duration;
  /** How often a message is tried before it is set aside. */
  readonly receiveCountMax?: number;
  /** Gives out the messages of a group one after another, in the order in which they came. */
  readonly inOrder?: boolean;
  readonly section: string;
}

/** Each group by itself is in order, and has the throughput that SQS offers to each. */
const fifo = {
  fifo: true,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
} as const;

/** A queue that is worked on. What fails again and again is set aside, kept, and told of. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: QueueWithDeadLettersProps) {
    super(scope, id);
    const { alarmTopic, stage } = props.platform;
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', props.platform, props.section, props.inOrder);
    this.queue = new Queue(this, 'Queue', {
      ...(props.inOrder ? fifo : {}),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: props.visibilityTimeout,
      retentionPeriod: longestRetention,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.receiveCountMax ?? 5 },
      removalPolicy: stage.removalPolicy,
    });
    new RunbookAlarm(this, 'Waiting', {
      topic: alarmTopic,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      says: `Messages wait in ${this.node.path} longer than ${stage.alarms.messageAge.toHumanString()}.`,
      section: 'messages-wait-too-long',
      threshold: stage.alarms.messageAge.toSeconds(),
      periods: 3,
    });
  }
}

/** Where failed messages, stream batches and schedule invocations are kept until a person has looked at them. */
export function deadLetterQueue(
  scope: Construct,
  id: string,
  platform: Platform,
  section: string,
  inOrder = false, // as the queue that it belongs to
): Queue {
  const queue = new Queue(scope, id, {
    ...(inOrder ? { fifo: true } : {}),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: longestRetention,
    removalPolicy: platform.stage.removalPolicy,
  });
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'It is a dead-letter queue itself: of a queue, a stream consumer, a pipe or a schedule.',
  });
  new RunbookAlarm(queue, 'NotEmpty', {
    topic: platform.alarmTopic,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
    says: `Work was given up and set aside in ${queue.node.path}.`,
    section,
    threshold: 1,
  });
  return queue;
}
