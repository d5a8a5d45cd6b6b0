import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ChildStack {
  readonly url: string;
  /** Ends the process as a crash would: nothing is told, nothing is tidied up. */
  kill(): Promise<void>;
}

const readyMs = 90_000;

/** Starts the stack as `npm start` does, in a process of its own that keeps everything in a folder. */
export async function startChildStack(assemblyDir: string, dataDir: string, clock?: string): Promise<ChildStack> {
  const options = ['--app', assemblyDir, '--data', dataDir, '--port', '0', ...(clock ? ['--clock', clock] : [])];
  const child = spawn(process.execPath, ['local/cli.ts', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    return { url: await readyUrl(child), kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

async function readyUrl(child: ChildProcess): Promise<string> {
  const printed: string[] = [];
  const ready = Promise.withResolvers<string>();
  const giveUp = setTimeout(() => ready.reject(new Error(`not ready:\n${printed.join('\n')}`)), readyMs);
  for (const stream of [child.stdout, child.stderr]) {
    assert(stream);
    createInterface({ input: stream }).on('line', (line) => {
      printed.push(line);
      const url = /ready: (http:\S+)/.exec(line)?.[1];
      if (url) ready.resolve(url);
    });
  }
  child.once('exit', (status) => ready.reject(new Error(`ended with ${status}:\n${printed.join('\n')}`)));
  return ready.promise.finally(() => clearTimeout(giveUp));
}
