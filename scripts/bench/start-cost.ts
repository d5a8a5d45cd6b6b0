import { execFile } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { median } from './row.ts';

const run = promisify(execFile);
const cpuRuns = 3;

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

/** Two modules to compare with, beside the bundles: nothing at all, and the client that most functions load. */
export function references(folder: string): { readonly bare: string; readonly sdk: string } {
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules')); // the SDK, as the Lambda runtime has it
  const file = (name: string, code: string): string => {
    writeFileSync(join(folder, `${name}.mjs`), code);
    return join(folder, `${name}.mjs`);
  };
  return {
    bare: file('bare', 'export const handler = async () => ({ statusCode: 200 });'),
    sdk: file(
      'sdk',
      "import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; export const client = new DynamoDBClient();",
    ),
  };
}

/** CPU time of a fresh process that loads each file, in milliseconds: medians of several runs, the files taking turns. */
export async function startCpuMs(files: readonly string[]): Promise<number[]> {
  const times = files.map((): number[] => []);
  for (let count = 0; count < cpuRuns; count++) {
    for (const [at, file] of files.entries()) times[at]?.push(await cpuMs(file));
  }
  return times.map(median);
}

async function cpuMs(file: string): Promise<number> {
  const told =
    "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.log((user + system) / 1000); });";
  const code = `${told} await import(${JSON.stringify(file)});`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { env: environment });
  return Number(stdout.trim().split('\n').at(-1));
}

export const hasValgrind = (): Promise<boolean> =>
  run('valgrind', ['--version']).then(
    () => true,
    () => false,
  );

/** Millions of instructions of a process that loads each file. They repeat within a thousandth, whatever else runs. */
export async function startInstructions(files: readonly string[]): Promise<number[]> {
  const counts: number[] = [];
  const left = files.entries();
  const countSome = async (): Promise<void> => {
    for (const [at, file] of left) counts[at] = await instructions(file);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, countSome));
  return counts;
}

async function instructions(file: string): Promise<number> {
  const tool = ['--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null'];
  const node = [process.execPath, '--single-threaded', '--predictable', file];
  const { stderr } = await run('valgrind', [...tool, ...node], { env: environment });
  const [, count] = /I\s+refs:\s+([\d,]+)/.exec(stderr) ?? [];
  if (count === undefined) throw new Error(`valgrind counted nothing: ${stderr.slice(0, 500)}`);
  return Number(count.replaceAll(',', '')) / 1e6;
}
