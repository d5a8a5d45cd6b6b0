import { arnOf, nameInArn, nameOf, type Provision, physicalName } from '../assembly/resource.ts';
import type { QueueEngine } from './queue-engine.ts';

const queueAttributes = [
  'VisibilityTimeout',
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'FifoQueue',
  'ContentBasedDeduplication',
] as const;

function attributesOf(properties: Record<string, unknown>): Record<string, string> {
  const given = queueAttributes.filter((name) => properties[name] !== undefined);
  const attributes = Object.fromEntries(given.map((name) => [name, String(properties[name])]));
  if (properties.ReceiveMessageWaitTimeSeconds !== undefined) {
    attributes.ReceiveMessageWaitTimeSeconds = String(properties.ReceiveMessageWaitTimeSeconds);
  }
  const redrive = properties.RedrivePolicy;
  if (redrive) attributes.RedrivePolicy = typeof redrive === 'string' ? redrive : JSON.stringify(redrive);
  return attributes;
}

/** AWS::SQS::Queue, AWS::SNS::Topic, AWS::SNS::Subscription and AWS::S3::Bucket. */
export function queueProvisions(engine: QueueEngine): [string, Provision][] {
  const queue: Provision = async (resource) => {
    const { properties } = resource;
    const name = `${nameOf(resource, 'QueueName', 75)}${properties.FifoQueue && !properties.QueueName ? '.fifo' : ''}`;
    const { url, createQueue } = engine;
    await createQueue(name, attributesOf(properties));
    const QueueUrl = `${url}/${resource.account}/${name}`;
    return { ref: QueueUrl, attributes: { Arn: arnOf(resource, 'sqs', name), QueueName: name, QueueUrl } };
  };
  const topic: Provision = async (resource) => {
    const name = nameOf(resource, 'TopicName', 256);
    await engine.createTopic(name);
    const arn = arnOf(resource, 'sns', name);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  };
  const subscription: Provision = async ({ properties, logicalId }) => {
    const { Protocol, TopicArn, Endpoint, RawMessageDelivery, FilterPolicy } = properties;
    if (Protocol !== 'sqs') return { ref: logicalId }; // mail and HTTP subscribers are people, who are not here
    const attributes: Record<string, string> = {};
    if (RawMessageDelivery !== undefined) attributes.RawMessageDelivery = String(RawMessageDelivery);
    if (FilterPolicy !== undefined) attributes.FilterPolicy = JSON.stringify(FilterPolicy);
    await engine.subscribe(nameInArn(String(TopicArn)), nameInArn(String(Endpoint)), attributes);
    return { ref: logicalId };
  };
  const bucket: Provision = async (resource) => {
    const name = (resource.properties.BucketName as string | undefined) ?? physicalName(resource, 63, true);
    const { url, createBucket } = engine;
    await createBucket(name);
    const attributes = {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${url}/${name}`,
      RegionalDomainName: `${url}/${name}`,
    };
    return { ref: name, attributes };
  };
  return [
    ['AWS::SQS::Queue', queue],
    ['AWS::SNS::Topic', topic],
    ['AWS::SNS::Subscription', subscription],
    ['AWS::S3::Bucket', bucket],
  ];
}
