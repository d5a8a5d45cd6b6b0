import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { deployStacks, type StackOutput } from './assembly/deploy.ts';
import { frontDoorOf } from './assembly/front-door.ts';
import { readAssembly } from './assembly/manifest.ts';
import { openClock } from './clock/open-clock.ts';
import type { ClockControl } from './clock/virtual-clock.ts';
import { createWorkMeter, type WorkMeter } from './clock/work.ts';
import { type Cloud, createCloud } from './cloud.ts';
import { isPortBusy } from './free-port.ts';
import { createGateways, type Gateways } from './gateway/gateways.ts';
import { isInert } from './inert-types.ts';
import { createInvocationLog, type InvocationLog } from './invocation-log.ts';
import { provisionOf } from './provisions.ts';
import { type QueueEngine, startQueueEngine } from './queues/queue-engine.ts';
import { Sentence } from './sentence.ts';
import { createMemoryStore } from './states/memory.store.ts';
import { createSqliteStore } from './states/sqlite.store.ts';
import { sqliteStore } from './store/sqlite.store.ts';
import { memoryStore, type Store } from './store/store.ts';
import { dynamoCall } from './tables/dynamo-client.ts';
import { type DynamoEngine, externalDynamo, launchDynamoDbLocal } from './tables/dynamodb-local.ts';
import type { TableRegistry } from './tables/table.resource.ts';

export interface RuntimeOptions {
  /** The folder that `cdk synth` wrote, or will have written: the engines start meanwhile. */
  readonly assemblyDir: string | Promise<string>;
  /** Of the front door; 0 takes a free one. */
  readonly port?: number;
  /** Keeps everything here across restarts; without it all is in memory. */
  readonly dataDir?: string;
  /** A DynamoDB that runs already. */
  readonly dynamodbUrl?: string;
  /** Where virtual time begins, as an ISO instant. */
  readonly clock?: string;
  /** Folder of the functions' log; `.data/logs` unless given or dataDir is. */
  readonly logDir?: string;
  /** Takes the lines for the terminal. */
  readonly log?: (line: string) => void;
  readonly quiet?: boolean;
  /** Told of each step of the start. */
  readonly progress?: (what: string) => void;
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
  /** Where the functions' output goes. */
  readonly logFile: string;
  /** The last lines that a function printed. */
  logsOf(functionName: string): readonly string[];
  /** Resolves with the reason when an engine dies that everything else needs: then nothing is left but to stop. */
  readonly died: Promise<Sentence>;
  stop(): Promise<void>;
}

const place = { region: 'ap-northeast-1', account: '000000000000' };

/** Runs a cloud assembly. Resolves when everything is ready and the front door is open. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  process.env.TZ = 'UTC'; // threads share the process's time zone, and Lambda's is UTC
  // A build that fails is told where it is awaited, after the engines have been started.
  Promise.resolve(options.assemblyDir).catch(() => {});
  const port = options.port ?? 0;
  if (port !== 0 && (await isPortBusy(port))) {
    throw new Sentence(`Port ${port} is taken: stop what listens there, or choose another one with --port N.`);
  }
  const closers: Closers = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const engines = await startEngines(options, closers);
    return { ...(await deploy(options, port, engines, closers)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A call fails a moment before the death of its engine is told, and then it is no news either. */
const deathIsToldAfterMs = 100;

/** What is to be closed at the end, last opened first. */
type Closers = (() => Promise<void> | void)[];

interface Engines {
  readonly print: (line: string) => void;
  readonly onError: (error: unknown) => void;
  readonly store: Store;
  readonly log: InvocationLog;
  readonly work: WorkMeter;
  readonly clock: ClockControl;
  readonly dynamo: DynamoEngine;
  readonly queues: QueueEngine;
  readonly died: Promise<Sentence>;
  readonly cloud: Cloud;
}

async function startEngines(options: RuntimeOptions, closers: Closers): Promise<Engines> {
  const { dataDir } = options;
  const write = options.quiet ? () => {} : (options.log ?? console.log);
  let isStopping = false;
  // What fails because its engine or its thread has just been stopped is no news.
  const print = (line: string): void => void (isStopping || write(line));
  const onError = (error: unknown): void => {
    const text = `runtime: ${error instanceof Error ? error.stack : String(error)}`;
    setTimeout(() => print(text), deathIsToldAfterMs).unref();
  };
  const dynamo = await launchDynamo(options);
  closers.push(() => dynamo.stop());
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const store = dataDir ? sqliteStore(path.join(dataDir, 'runtime.sqlite')) : memoryStore();
  const executionStore = dataDir ? createSqliteStore(dataDir) : createMemoryStore();
  closers.push(() => {
    executionStore.close();
    store.close();
  });
  const log = createInvocationLog(options.logDir ?? path.join(dataDir ?? '.data', 'logs'), print);
  closers.push(() => log.close());
  const work = createWorkMeter();
  const clock = openClock(options, store, work, onError);
  closers.push(() => clock.stop());
  const queueData = dataDir && { dataDir: path.join(dataDir, 'queues') };
  const queues = await startQueueEngine({ time: clock.buffer, region: place.region, ...queueData });
  closers.push(() => queues.stop());
  const died = Promise.race([dynamo.died, queues.died]);
  void died.then(() => {
    isStopping = true;
  });
  const cloud = await createCloud({ ...place, clock, work, store, executionStore, dynamo, queues, log, onError });
  closers.push(() => cloud.stop());
  closers.push(() => {
    isStopping = true;
  });
  return { print, onError, store, log, work, clock, dynamo, queues, died, cloud };
}

async function launchDynamo({
  dynamodbUrl,
  dataDir,
}: Pick<RuntimeOptions, 'dynamodbUrl' | 'dataDir'>): Promise<DynamoEngine> {
  if (dynamodbUrl) return externalDynamo(dynamodbUrl);
  if (!dataDir) return await launchDynamoDbLocal();
  const folder = path.resolve(dataDir, 'dynamodb');
  mkdirSync(folder, { recursive: true });
  return await launchDynamoDbLocal({ dataDir: folder });
}

async function deploy(
  options: RuntimeOptions,
  port: number,
  engines: Engines,
  closers: Closers,
): Promise<Omit<Runtime, 'stop'>> {
  const { cloud, clock, store, queues, dynamo, print, onError } = engines;
  const { progress = () => {} } = options;
  // A database that cannot start is told at once, not after the assembly has been made.
  const failedEngine = dynamo.ready.then(() => new Promise<never>(() => {}));
  const stacks = readAssembly(await Promise.race([options.assemblyDir, failedEngine]));
  const call = dynamo.ready.then(() => dynamoCall(dynamo.url, place.region, 'DynamoDB_20120810'));
  call.catch(() => {}); // told when the first table is awaited, or below
  const tables: TableRegistry = { tables: new Map(), call };
  const gateways = createGateways(frontDoorOf(stacks), port, cloud.lambda);
  closers.push(() => gateways.close());
  const { outputs, unknown } = await deployStacks(stacks, {
    ...place,
    provisionOf: provisionOf({ cloud, clock, store, queues, tables, gateways }),
    isInert,
    finishText: gateways.localAddress,
  });
  for (const { type, path: where } of unknown) print(`not emulated: ${type} (${where})`);
  await dynamo.ready;
  await Promise.all(tables.tables.values());
  progress(`${tables.tables.size} tables are there`);
  cloud.asynchronous.restore();
  await cloud.streams.open(tables.tables);
  cloud.queueSources.open();
  cloud.scheduler.restore();
  await cloud.states.resume();
  await gateways.open(() => clock.now(), onError);
  return runtimeOf(engines, gateways, outputs);
}

function runtimeOf(
  { clock, cloud, dynamo, queues, died, log }: Engines,
  gateways: Gateways,
  outputs: readonly StackOutput[],
): Omit<Runtime, 'stop'> {
  const { services, states } = cloud.endpoints;
  return {
    url: gateways.frontDoorUrl(),
    apis: Object.fromEntries([...gateways.apis.values()].map((api) => [api.name, api.url])),
    clock: {
      now: () => new Date(clock.now()).toISOString(),
      advanceTo: (instant) => clock.advanceTo(Date.parse(instant)),
      quiet: () => clock.quiet(),
    },
    endpoints: {
      dynamodb: dynamo.url,
      states,
      sqs: queues.url,
      sns: queues.url,
      s3: queues.url,
      kms: services,
      services,
    },
    outputs,
    logFile: log.file,
    logsOf: log.linesOf,
    died,
  };
}
