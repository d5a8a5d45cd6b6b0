import { spawn } from 'node:child_process';

type Command = readonly [program: string, ...args: string[]];

/** Commands that run one after the other, until one of them fails. */
export type Lane = readonly Command[];

export const laneOf = (...commands: Command[]): Lane => commands;

interface Ended {
  readonly code: number;
  readonly output: string;
}

function run([program, ...args]: Command, isShown: boolean): Promise<Ended> {
  const stdio = isShown ? 'inherit' : 'pipe';
  const child = spawn(program, args, { stdio: ['ignore', stdio, stdio] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

async function runLane(lane: Lane, isShown: boolean): Promise<Ended> {
  let output = '';
  for (const command of lane) {
    const began = performance.now();
    const ended = await run(command, isShown);
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stderr.write(`${ended.code === 0 ? 'passed' : 'FAILED'} after ${seconds} s: ${command.join(' ')}\n`);
    output += ended.output;
    if (ended.code !== 0) return { code: ended.code, output };
  }
  return { code: 0, output };
}

/**
 * Runs the lanes at once; the process fails when one of them does. The last lane is shown as it goes, and what the others
 * printed follows it whole, so that nothing is mixed.
 */
export async function runTogether(lanes: readonly Lane[]): Promise<void> {
  const ended = await Promise.all(lanes.map((lane, at) => runLane(lane, at === lanes.length - 1)));
  for (const { output } of ended) process.stdout.write(output);
  process.exitCode = ended.every(({ code }) => code === 0) ? 0 : 1;
}
