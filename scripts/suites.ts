import { spawn } from 'node:child_process';

/**
 * The suites that need engines, as two processes at once: each of them waits for its stack half of the time. The second one's
 * output comes when both have ended, so that they can be read one after the other.
 */
const halves = [['integration', 'walks'], ['journeys']];

interface Ended {
  readonly code: number;
  readonly output: string;
}

function run(projects: readonly string[], stdio: 'inherit' | 'pipe'): Promise<Ended> {
  const child = spawn('vitest', ['run', ...projects.flatMap((name) => ['--project', name])], {
    stdio: ['ignore', stdio, stdio],
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

const ended = await Promise.all(halves.map((projects, at) => run(projects, at === 0 ? 'inherit' : 'pipe')));
for (const { output } of ended) process.stdout.write(output);
process.exitCode = ended.some(({ code }) => code !== 0) ? 1 : 0;
