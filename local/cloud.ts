import { availableParallelism } from 'node:os';
import type { Place } from './assembly/parameters.ts';
import { clockControl } from './clock/control.ts';
import type { Suspensions } from './clock/suspensions.ts';
import type { ClockControl } from './clock/virtual-clock.ts';
import type { WorkMeter } from './clock/work.ts';
import { createResponseBox, type ResponseBox } from './custom-resources/custom-resource.ts';
import { serveServices } from './endpoints/service-server.ts';
import { stateIntegrations } from './integrations/integrations.ts';
import { stateLambda } from './integrations/invoke-lambda.ts';
import { objectStore } from './integrations/objects.ts';
import type { InvocationLog } from './invocation-log.ts';
import { createKeyRing, type KeyRing } from './keys/key-ring.ts';
import { kmsService } from './keys/kms.ts';
import { createSecrets, type Secrets, secretsService } from './keys/secrets.ts';
import { type AsyncInvocations, createAsyncInvocations } from './lambda/async-invocations.ts';
import { type Endpoints, environmentOf } from './lambda/environment.ts';
import { lambdaEndpoint } from './lambda/lambda.endpoint.ts';
import { createLambda, type Lambda } from './lambda/lambda.ts';
import type { QueueEngine } from './queues/queue-engine.ts';
import { createQueueSources, type QueueSources } from './queues/queue-sources.ts';
import { type SqsClient, sqsClient } from './queues/sqs-client.ts';
import {
  createEventBuses,
  type EventBuses,
  type EventBusPorts,
  eventsService,
  type Rule,
} from './schedules/event-bus.ts';
import { scheduleFirer } from './schedules/schedule.resource.ts';
import { schedulerEndpoint } from './schedules/scheduler.endpoint.ts';
import { createScheduler, type Scheduler } from './schedules/scheduler.ts';
import { serveStates } from './states/server.ts';
import { createStatesService, type StatesService } from './states/service.ts';
import type { ExecutionStore } from './states/store.ts';
import type { Store } from './store/store.ts';
import type { DynamoEngine } from './tables/dynamodb-local.ts';
import { createStreams, type Streams } from './tables/streams.ts';
import { createDeliver, type Deliver } from './targets/deliver.ts';
import { publishToTopic } from './targets/sns-publish.ts';

export interface CloudOptions extends Place {
  readonly clock: ClockControl;
  readonly work: WorkMeter;
  readonly store: Store;
  readonly executionStore: ExecutionStore;
  readonly dynamo: DynamoEngine;
  readonly queues: QueueEngine;
  readonly log: InvocationLog;
  readonly onError: (error: unknown) => void;
}

/** Every service of the local cloud, wired together; resources are created in it by the provisioners. */
export interface Cloud {
  readonly endpoints: Endpoints;
  readonly lambda: Lambda;
  readonly asynchronous: AsyncInvocations;
  readonly keys: KeyRing;
  readonly secrets: Secrets;
  readonly deliver: Deliver;
  readonly sqs: SqsClient;
  readonly streams: Streams;
  readonly queueSources: QueueSources;
  readonly buses: EventBuses;
  readonly scheduler: Scheduler;
  /** Scheduled rules by name. */
  readonly scheduledRules: Map<string, Rule>;
  readonly states: StatesService;
  readonly responses: ResponseBox;
  stop(): Promise<void>;
}

/**
 * Threads of one function that run side by side before calls wait a moment for a free one. Every thread compiles its code for
 * itself, so that few busy ones get more done than many on the same cores.
 */
const threadsPerFunction = Math.max(4, 2 * availableParallelism());

/** Starts the services that live in this process. */
export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const { clock, store } = options;
  const suspensions: Suspensions = new Map();
  const keys = createKeyRing(store, () => clock.now());
  const secrets = createSecrets(store, () => clock.now(), options);
  const responses = createResponseBox();
  const streams = createStreams({ ...options, dynamoUrl: options.dynamo.url });
  const addresses: { endpoints?: Endpoints } = {};
  const lambda = lambdaOf(options, suspensions, streams, addresses);
  const events = eventServices(options, lambda, streams);
  const { asynchronous, buses, scheduler, states } = events;

  const server = await serveServices(
    {
      json: {
        TrentService: kmsService(keys),
        secretsmanager: secretsService(secrets),
        AWSEvents: eventsService(buses),
      },
      rest: [
        clockControl(clock, suspensions),
        lambdaEndpoint(lambda, asynchronous),
        schedulerEndpoint(scheduler, options),
        responses.service,
      ],
    },
    options.onError,
  );
  const statesServer = await serveStates(states, { port: 0 });
  const endpoints: Endpoints = {
    dynamodb: options.dynamo.url,
    queues: options.queues.url,
    services: `http://127.0.0.1:${server.port}`,
    // A name rather than a number: the SDK puts `sync-` before the host of StartSyncExecution.
    states: `http://states.localhost:${new URL(statesServer.url).port}`,
  };
  addresses.endpoints = endpoints;
  clock.addProbe(() => streams.isQuiet());
  clock.addProbe(() => events.queueSources.isQuiet());

  return {
    ...events,
    endpoints,
    lambda,
    keys,
    secrets,
    streams,
    responses,
    async stop() {
      states.stop();
      asynchronous.stop();
      await streams.stop();
      await Promise.all([server.close(), statesServer.close(), lambda.stop()]);
    },
  };
}

function lambdaOf(
  options: CloudOptions,
  suspensions: Suspensions,
  streams: Streams,
  addresses: { endpoints?: Endpoints },
): Lambda {
  const { clock, work, log } = options;
  return createLambda({
    time: clock.buffer,
    work,
    suspensions,
    softLimit: threadsPerFunction,
    onLog: log.write,
    onDone(definition, result, request) {
      streams.hint(); // any function may have written to a table
      log.done(definition, result, request);
    },
    environmentOf: (definition, key) => environmentOf(definition, key, addresses.endpoints as Endpoints, options),
  });
}

/** The services that call each other: asynchronous invocations, buses, schedules, state machines, queues. */
function eventServices(options: CloudOptions, lambda: Lambda, streams: Streams) {
  const { clock, work, onError, region, account, queues } = options;
  const sqs = sqsClient(queues.url, region, account);
  const publish = (topicArn: string, message: string) => publishToTopic(queues.url, region, topicArn, message);
  const deliver: Deliver = (arn, body, deliveryOptions) => deliverAnywhere(arn, body, deliveryOptions);
  const send = (arn: string, body: string, attributes = {}) => deliver(arn, body, { attributes });
  const asynchronous = createAsyncInvocations({ ...options, lambda, send });
  const busPorts: EventBusPorts = { region, account, clock, work, deliver, onError };
  const buses = createEventBuses(busPorts);
  const scheduledRules = new Map<string, Rule>();
  const scheduler = createScheduler({ ...options, fire: scheduleFirer(buses, scheduledRules, busPorts) });
  const states = createStatesService({
    ...busPorts,
    store: options.executionStore,
    invokeLambda: stateLambda(lambda),
    objects: objectStore(queues.url, region),
    integrations: stateIntegrations({
      region,
      sqs,
      buses,
      publish,
      dynamoUrl: options.dynamo.url,
      onTableWrite: streams.hint,
    }),
  });
  const deliverAnywhere = createDeliver({
    sqs,
    asynchronous,
    publish,
    startExecution: async (stateMachineArn, input) => void states.startExecution({ stateMachineArn, input }),
    putEvent: async (busArn, { source, detailType, detail }) =>
      void buses.put({ EventBusName: busArn, Source: source, DetailType: detailType, Detail: detail }),
  });
  const queueSources = createQueueSources({ engine: queues, sqs, clock, work, onError });
  return { asynchronous, buses, deliver, queueSources, scheduledRules, scheduler, sqs, states };
}
