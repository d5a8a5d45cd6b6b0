import type { AsyncInvocations } from '../lambda/async-invocations.ts';
import type { SendOptions, SqsClient } from '../queues/sqs-client.ts';

export interface DeliveryOptions extends SendOptions {
  /** For a bus: the source and detail type of the event that is put. */
  readonly source?: string;
  readonly detailType?: string;
}

/** Hands a JSON text to whatever an ARN names: rules, schedules, pipes and destinations all end here. */
export type Deliver = (arn: string, body: string, options?: DeliveryOptions) => Promise<void>;

export interface DeliverPorts {
  readonly sqs: SqsClient;
  readonly asynchronous: AsyncInvocations;
  startExecution(stateMachineArn: string, input: string): Promise<void>;
  publish(topicArn: string, message: string): Promise<void>;
  putEvent(busArn: string, event: { source: string; detailType: string; detail: string }): Promise<void>;
}

/** The kinds of target that the runtime can reach. */
export function createDeliver(ports: DeliverPorts): Deliver {
  return async (arn, body, options = {}) => {
    const service = arn.split(':')[2];
    switch (service) {
      case 'sqs':
        return await ports.sqs.send(arn, body, options);
      case 'lambda':
        return ports.asynchronous.accept(arn, body);
      case 'states':
        return await ports.startExecution(arn, body);
      case 'sns':
        return await ports.publish(arn, body);
      case 'events':
        return await ports.putEvent(arn, {
          source: options.source ?? 'local',
          detailType: options.detailType ?? 'Event',
          detail: body,
        });
      case 'logs':
        return; // a log group as a target: CloudWatch Logs does not exist here
      default:
        throw new Error(`The target ${arn} cannot be reached: ${service} is not served here.`);
    }
  };
}
