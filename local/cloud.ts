import type { Place } from './assembly/parameters.ts';
import { clockControl } from './clock/control.ts';
import type { Suspensions } from './clock/suspensions.ts';
import type { ClockControl } from './clock/virtual-clock.ts';
import type { WorkMeter } from './clock/work.ts';
import { serveServices } from './endpoints/service-server.ts';
import type { InvocationLog } from './invocation-log.ts';
import { createKeyRing, type KeyRing } from './keys/key-ring.ts';
import { kmsService } from './keys/kms.ts';
import { createSecrets, type Secrets, secretsService } from './keys/secrets.ts';
import { type AsyncInvocations, createAsyncInvocations } from './lambda/async-invocations.ts';
import { type Endpoints, environmentOf } from './lambda/environment.ts';
import { lambdaEndpoint } from './lambda/lambda.endpoint.ts';
import { createLambda, type Lambda } from './lambda/lambda.ts';
import type { QueueEngine } from './queues/queue-engine.ts';
import { type SqsClient, sqsClient } from './queues/sqs-client.ts';
import type { Store } from './store/store.ts';
import type { DynamoEngine } from './tables/dynamodb-local.ts';
import { createDeliver, type Deliver } from './targets/deliver.ts';

export interface CloudOptions extends Place {
  readonly clock: ClockControl;
  readonly work: WorkMeter;
  readonly store: Store;
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
  readonly sqs: SqsClient;
  readonly keys: KeyRing;
  readonly secrets: Secrets;
  readonly deliver: Deliver;
  stop(): Promise<void>;
}

/** Threads of one function that run side by side before calls wait a moment for a free one. */
const threadsPerFunction = 8;

/** Starts the services that live in this process. */
export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const { clock, work, store, dynamo, queues, log, onError, region, account } = options;
  const suspensions: Suspensions = new Map();
  const keys = createKeyRing(store, () => clock.now());
  const secrets = createSecrets(store, () => clock.now());
  const sqs = sqsClient(queues.url, region, account);
  let endpoints: Endpoints | undefined;

  const lambda = createLambda({
    time: clock.buffer,
    work,
    suspensions,
    softLimit: threadsPerFunction,
    onLog: log.write,
    onDone: log.done,
    environmentOf: (definition, key) => environmentOf(definition, key, endpoints as Endpoints, options),
  });
  const asynchronous = createAsyncInvocations({
    lambda,
    clock,
    work,
    onError,
    send: (arn, body, attributes = {}) => deliver(arn, body, { attributes }),
  });
  const deliver = createDeliver({
    sqs,
    asynchronous,
    startExecution: () => Promise.reject(new Error('no state machines yet')),
    publish: () => Promise.reject(new Error('no topics yet')),
    putEvent: () => Promise.reject(new Error('no buses yet')),
  });
  const server = await serveServices(
    {
      json: { TrentService: kmsService(keys), secretsmanager: secretsService(secrets) },
      rest: [clockControl(clock, suspensions), lambdaEndpoint(lambda, asynchronous)],
    },
    onError,
  );
  const services = `http://127.0.0.1:${server.port}`;
  endpoints = { dynamodb: dynamo.url, queues: queues.url, services, states: services };

  return {
    endpoints,
    lambda,
    asynchronous,
    sqs,
    keys,
    secrets,
    deliver,
    async stop() {
      await Promise.all([server.close(), lambda.stop()]);
    },
  };
}
