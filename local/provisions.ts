import type { Provision } from './assembly/resource.ts';
import type { ClockControl } from './clock/virtual-clock.ts';
import type { Cloud } from './cloud.ts';
import { customResourceProvision } from './custom-resources/custom-resource.resource.ts';
import { type ApiRegistry, gatewayProvisions } from './gateway/gateway.resource.ts';
import { stateMachineProvision } from './integrations/state-machine.resource.ts';
import { keyProvisions } from './keys/key.resource.ts';
import { eventSourceProvision } from './lambda/event-source.resource.ts';
import { eventInvokeConfigProvision, functionProvisions } from './lambda/function.resource.ts';
import { queueProvisions } from './queues/queue.resource.ts';
import type { QueueEngine } from './queues/queue-engine.ts';
import { pipeProvision } from './schedules/pipe.resource.ts';
import { scheduleProvisions } from './schedules/schedule.resource.ts';
import type { Store } from './store/store.ts';
import { type TableRegistry, tableProvision } from './tables/table.resource.ts';

export interface ProvisionPorts {
  readonly cloud: Cloud;
  readonly clock: ClockControl;
  readonly store: Store;
  readonly queues: QueueEngine;
  readonly tables: TableRegistry;
  readonly gateways: ApiRegistry;
}

/** How every resource type that the runtime knows is created. */
export function provisionOf({
  cloud,
  clock,
  store,
  queues,
  tables,
  gateways,
}: ProvisionPorts): (type: string) => Provision | undefined {
  const provisions = new Map<string, Provision>([
    ...functionProvisions(cloud.lambda, cloud.asynchronous),
    ['AWS::Lambda::EventInvokeConfig', eventInvokeConfigProvision(cloud.asynchronous)],
    ['AWS::Lambda::EventSourceMapping', eventSourceProvision({ ...cloud, clock })],
    ['AWS::DynamoDB::Table', tableProvision(tables)],
    ['AWS::DynamoDB::GlobalTable', tableProvision(tables)],
    ['AWS::StepFunctions::StateMachine', stateMachineProvision(cloud.states)],
    ['AWS::Pipes::Pipe', pipeProvision({ ...cloud, clock })],
    ...gatewayProvisions(gateways),
    ...queueProvisions(queues),
    ...keyProvisions(cloud.keys, cloud.secrets),
    ...scheduleProvisions(cloud.buses, cloud.scheduler, cloud.scheduledRules),
  ]);
  const customResource = customResourceProvision({
    lambda: cloud.lambda,
    responses: cloud.responses,
    store,
    serverUrl: () => cloud.endpoints.services,
    infrastructure: async () => void (await Promise.all(tables.tables.values())),
  });
  return (type) => provisions.get(type) ?? (isCustom(type) ? customResource : undefined);
}

/** CDK's own helpers tidy up buckets and log groups when a stack is deleted, which never happens here. */
const helpersOfCdk = new Set(['Custom::S3AutoDeleteObjects', 'Custom::LogRetention', 'Custom::S3BucketNotifications']);

const isCustom = (type: string): boolean =>
  (type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::')) && !helpersOfCdk.has(type);
