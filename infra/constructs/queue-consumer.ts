import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export interface QueueConsumerProps {
  readonly queue: IQueue;
  /** Answers the messages that have to come again. */
  readonly consumer: LambdaFunction;
  readonly batchSize: number;
  /** How many calls at once, where work that is slow must not take all that the account has. */
  readonly callsMax?: number;
}

/** The messages of a queue to one function. */
export class QueueConsumer extends Construct {
  constructor(scope: Construct, id: string, { queue, consumer, batchSize, callsMax }: QueueConsumerProps) {
    super(scope, id);
    consumer.addToRolePolicy(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [queue.queueArn],
      }),
    );
    new EventSourceMapping(this, 'Mapping', {
      target: consumer,
      eventSourceArn: queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      ...(callsMax === undefined ? {} : { maxConcurrency: callsMax }),
    });
  }
}
