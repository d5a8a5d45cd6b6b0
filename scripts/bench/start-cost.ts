import { execFile } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { median } from './row.ts';

export interface StartCost {
  readonly unit: 'M instructions' | 'ms CPU';
  readonly bare: number;
  /** The client that most functions load, on its own. */
  readonly sdk: number;
  readonly functions: readonly { readonly source: string; readonly cost: number }[];
}

interface Bundle {
  readonly source: string;
  readonly file: string;
}

const run = promisify(execFile);
const cpuRuns = 7;

/** The variables that functions read when they are loaded. Nothing is called, so that their values do not matter. */
const environment = {
  ...Object.fromEntries(
    [
      ...['TRANSACTIONS_TABLE', 'LEDGER_TABLE', 'SANDBOX_TABLE', 'DATA_KEY_ID', 'MAC_KEY_ID', 'BUREAU_SECRET_ID'],
      ...['AUTHORIZATION_MACHINE_ARN', 'CAPTURE_MACHINE_ARN', 'SCREENING_MACHINE_ARN', 'EVENTS_QUEUE_URL'],
      ...['POWERTOOLS_SERVICE_NAME', 'POWERTOOLS_METRICS_NAMESPACE', 'AWS_LAMBDA_FUNCTION_NAME'],
    ].map((name) => [name, 'bench']),
  ),
  STAGE: 'sandbox',
  BUREAU_URL: 'http://127.0.0.1:9',
  AWS_LOCAL_CLOCK_URL: 'http://127.0.0.1:9',
  AWS_REGION: 'ap-northeast-1',
  PATH: process.env.PATH,
};

/**
 * What loading each bundle costs a fresh process: instructions under valgrind, which repeat within a thousandth, or the median
 * of CPU times where there is no valgrind.
 */
export async function startCosts(
  folder: string,
  bundles: readonly Bundle[],
  progress: (what: string) => void,
): Promise<StartCost> {
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules')); // the SDK, as the Lambda runtime has it
  const bare = entry(folder, 'bare', 'export const handler = async () => ({ statusCode: 200 });');
  const sdk = entry(
    folder,
    'sdk',
    "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; export const client = new DynamoDBClient();",
  );
  const hasValgrind = await run('valgrind', ['--version']).then(
    () => true,
    () => false,
  );
  const cost = hasValgrind ? instructions : cpuMs;
  const [bareCost, sdkCost] = [await cost(bare), await cost(sdk)];
  const functions: { source: string; cost: number }[] = [];
  const left = bundles.values();
  const measureSome = async (): Promise<void> => {
    for (const { source, file } of left) {
      functions.push({ source, cost: await cost(file) });
      progress(`M5 start ${functions.length} of ${bundles.length}: ${source}`);
    }
  };
  // Counted instructions do not change when others run beside; times do.
  await Promise.all(Array.from({ length: hasValgrind ? availableParallelism() : 1 }, measureSome));
  functions.sort((a, b) => (a.source < b.source ? -1 : 1));
  return { unit: hasValgrind ? 'M instructions' : 'ms CPU', bare: bareCost, sdk: sdkCost, functions };
}

function entry(folder: string, name: string, code: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, code);
  return file;
}

async function instructions(file: string): Promise<number> {
  const tool = ['--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null'];
  const { stderr } = await run('valgrind', [...tool, process.execPath, '--single-threaded', '--predictable', file], {
    env: environment,
  });
  const [, count] = /I\s+refs:\s+([\d,]+)/.exec(stderr) ?? [];
  if (count === undefined) throw new Error(`valgrind counted nothing: ${stderr.slice(0, 500)}`);
  return Number(count.replaceAll(',', '')) / 1e6;
}

async function cpuMs(file: string): Promise<number> {
  const told =
    "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.log((user + system) / 1000); });";
  const times: number[] = [];
  for (let count = 0; count < cpuRuns; count++) {
    const code = `${told} await import(${JSON.stringify(file)});`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { env: environment });
    times.push(Number(stdout.trim().split('\n').at(-1)));
  }
  return median(times);
}
