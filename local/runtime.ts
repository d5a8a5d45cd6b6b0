import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { deployStacks, type StackOutput } from './assembly/deploy.ts';
import { frontDoorOf } from './assembly/front-door.ts';
import { readAssembly } from './assembly/manifest.ts';
import type { Provision } from './assembly/resource.ts';
import { closeClock, openClock } from './clock/open-clock.ts';
import { createVirtualClock } from './clock/virtual-clock.ts';
import { createWorkMeter } from './clock/work.ts';
import { type Cloud, createCloud } from './cloud.ts';
import { freePort, isPortBusy } from './free-port.ts';
import { gatewayProvisions } from './gateway/gateway.resource.ts';
import { createGateways } from './gateway/gateways.ts';
import { createRequestHandler } from './gateway/handle.ts';
import type { HttpApi } from './gateway/http-api.ts';
import { createHttpServer, type HttpServer, listen } from './gateway/serve-http.ts';
import { isInert } from './inert-types.ts';
import { createInvocationLog } from './invocation-log.ts';
import { keyProvisions } from './keys/key.resource.ts';
import { functionProvision } from './lambda/function.resource.ts';
import { queueProvisions } from './queues/queue.resource.ts';
import { startQueueEngine } from './queues/queue-engine.ts';
import { messageOf, Sentence } from './sentence.ts';
import { sqliteStore } from './store/sqlite.store.ts';
import { memoryStore, type Store } from './store/store.ts';
import { dynamoCall } from './tables/dynamo-client.ts';
import { type DynamoEngine, externalDynamo, launchDynamoDbLocal } from './tables/dynamodb-local.ts';
import { tableProvision } from './tables/table.resource.ts';
import type { CreatedTable } from './tables/table.ts';

export interface RuntimeOptions {
  /** The folder that `cdk synth` wrote. */
  readonly assemblyDir: string;
  /** Of the front door; 0 takes a free one. */
  readonly port?: number;
  /** Keeps everything here across restarts; without it all is in memory. */
  readonly dataDir?: string;
  /** A DynamoDB that runs already. */
  readonly dynamodbUrl?: string;
  /** An engine that was launched early, while the assembly was still being made. */
  readonly dynamo?: DynamoEngine;
  /** Where virtual time begins, as an ISO instant. */
  readonly clock?: string;
  /** Folder of the functions' log; `.data/logs` unless given or dataDir is. */
  readonly logDir?: string;
  /** Takes the lines for the terminal. */
  readonly log?: (line: string) => void;
  readonly quiet?: boolean;
}

export interface Runtime {
  /** The front door. */
  readonly url: string;
  /** Addresses of all HTTP APIs by name. */
  readonly apis: Readonly<Record<string, string>>;
  readonly clock: { now(): string; advanceTo(instant: string): Promise<number>; quiet(): Promise<void> };
  readonly endpoints: {
    dynamodb: string;
    states: string;
    sqs: string;
    sns: string;
    s3: string;
    kms: string;
    services: string;
  };
  readonly outputs: readonly StackOutput[];
  /** The last lines that a function printed. */
  logsOf(functionName: string): readonly string[];
  stop(): Promise<void>;
}

const place = { region: 'ap-northeast-1', account: '000000000000' };

/** Runs a cloud assembly. Resolves when everything is ready and the front door is open. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  process.env.TZ = 'UTC'; // threads share the process's time zone, and Lambda's is UTC
  const print = options.quiet ? () => {} : (options.log ?? console.log);
  const port = options.port ?? 0;
  if (port !== 0 && (await isPortBusy(port))) {
    throw new Sentence(`Port ${port} is taken: stop what listens there, or choose another one with --port N.`);
  }
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of stops.splice(0).reverse()) await close();
  };
  try {
    return await start(options, port, print, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

type Stops = (() => Promise<void> | void)[];

async function start(
  options: RuntimeOptions,
  port: number,
  print: (line: string) => void,
  stops: Stops,
  stop: () => Promise<void>,
): Promise<Runtime> {
  const { dataDir } = options;
  const stacks = readAssembly(options.assemblyDir);
  const onError = (error: unknown): void =>
    print(`runtime: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const store = dataDir ? sqliteStore(path.join(dataDir, 'runtime.sqlite')) : memoryStore();
  stops.push(() => store.close());
  const log = createInvocationLog(options.logDir ?? path.join(dataDir ?? '.data', 'logs'), print);
  stops.push(() => log.close());
  const work = createWorkMeter();
  const clock = openClock(options, store, work, onError);
  stops.push(() => closeClock(clock, store));

  const dynamo =
    options.dynamo ??
    (options.dynamodbUrl
      ? externalDynamo(options.dynamodbUrl)
      : await launchDynamoDbLocal(dataDir ? { dataDir: path.join(dataDir, 'dynamodb') } : {}));
  stops.push(() => dynamo.stop());
  const queueEngine = startQueueEngine({
    time: clock.buffer,
    region: place.region,
    ...(dataDir && { dataDir: path.join(dataDir, 'queues') }),
  });
  const queues = await queueEngine;
  stops.push(() => queues.stop());
  const cloud = await createCloud({ ...place, clock, work, store, dynamo, queues, log, onError });
  stops.push(() => cloud.stop());

  const gateways = createGateways(frontDoorOf(stacks), port);
  const call = dynamo.ready.then(() => dynamoCall(dynamo.url, place.region, 'DynamoDB_20120810'));
  const tables = new Map<string, Promise<CreatedTable>>();
  const provisions = new Map<string, Provision>([
    ['AWS::Lambda::Function', functionProvision(cloud.lambda)],
    ['AWS::DynamoDB::Table', tableProvision({ tables, call })],
    ['AWS::DynamoDB::GlobalTable', tableProvision({ tables, call })],
    ...gatewayProvisions(gateways),
    ...queueProvisions(queueEngine),
    ...keyProvisions(cloud.keys, cloud.secrets),
  ]);
  const { outputs, unknown } = await deployStacks(stacks, {
    ...place,
    provisions,
    isInert,
    finishText: gateways.localAddress,
  });
  for (const { type, path: where } of unknown) print(`not emulated: ${type} (${where})`);
  await Promise.all([...gateways.functionArns().map((arn) => cloud.lambda.warm(arn)), ...tables.values()]);
  await gateways.open(cloud.lambda, () => clock.now(), onError);
  stops.push(() => gateways.close());
  const front = [...gateways.apis.values()].find((api) => api.port === port) ?? [...gateways.apis.values()][0];
  return {
    url: front?.url ?? '',
    apis: Object.fromEntries([...gateways.apis.values()].map((api) => [api.name, api.url])),
    clock: {
      now: () => new Date(clock.now()).toISOString(),
      advanceTo: (instant) => clock.advanceTo(Date.parse(instant)),
      quiet: () => clock.quiet(),
    },
    endpoints: {
      dynamodb: dynamo.url,
      states: cloud.endpoints.states,
      sqs: queues.url,
      sns: queues.url,
      s3: queues.url,
      kms: cloud.endpoints.services,
      services: cloud.endpoints.services,
    },
    outputs,
    logsOf: log.linesOf,
    stop,
  };
}
