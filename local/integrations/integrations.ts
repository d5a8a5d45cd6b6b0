import type { SqsClient } from '../queues/sqs-client.ts';
import type { EventBuses, PutEntry } from '../schedules/event-bus.ts';
import { eventsService } from '../schedules/event-bus.ts';
import type { StatesPorts } from '../states/ports.ts';
import { dynamoCall } from '../tables/dynamo-client.ts';

export interface IntegrationPorts {
  readonly dynamoUrl: string;
  readonly region: string;
  readonly sqs: SqsClient;
  readonly buses: EventBuses;
  publish(topicArn: string, message: string): Promise<void>;
  /** A table may have been written. */
  onTableWrite(): void;
}

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const itemOperations = ['getItem', 'putItem', 'updateItem', 'deleteItem'];
const sdkOperations = [
  ...itemOperations,
  'query',
  'scan',
  'batchGetItem',
  'batchWriteItem',
  'transactGetItems',
  'transactWriteItems',
];

/** The services that a Task can call directly, by the name in its Resource. */
export function stateIntegrations(ports: IntegrationPorts): StatesPorts['integrations'] {
  const dynamo = dynamoCall(ports.dynamoUrl, ports.region, 'DynamoDB_20120810');
  const events = eventsService(ports.buses);
  const table =
    (operation: string) =>
    async (args: unknown): Promise<unknown> => {
      const answer = await dynamo<unknown>(pascal(operation), args as object);
      ports.onTableWrite();
      return answer;
    };
  const queue =
    (operation: string) =>
    (args: unknown): Promise<unknown> =>
      ports.sqs.call(operation, args as object);
  const publish = async (args: unknown): Promise<unknown> => {
    const { TopicArn, Message } = args as { TopicArn: string; Message: string };
    await ports.publish(TopicArn, Message);
    return {};
  };
  const putEvents = (args: unknown): Promise<unknown> => events('PutEvents', args as { Entries: PutEntry[] });
  return {
    ...Object.fromEntries(itemOperations.map((operation) => [`dynamodb:${operation}`, table(operation)])),
    ...Object.fromEntries(sdkOperations.map((operation) => [`aws-sdk:dynamodb:${operation}`, table(operation)])),
    'sqs:sendMessage': queue('SendMessage'),
    'aws-sdk:sqs:sendMessage': queue('SendMessage'),
    'aws-sdk:sqs:sendMessageBatch': queue('SendMessageBatch'),
    'sns:publish': publish,
    'aws-sdk:sns:publish': publish,
    'events:putEvents': putEvents,
    'aws-sdk:eventbridge:putEvents': putEvents,
  };
}
