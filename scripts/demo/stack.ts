import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildAssembly } from '../../local/cli/build.ts';
import { onStopSignal } from '../../local/cli/stop-signals.ts';
import { startRuntime } from '../../local/runtime.ts';

export interface Stack {
  readonly url: string;
  close(): Promise<void>;
}

/** The story begins on a Monday morning in Japan. */
const beginning = '2026-11-02T00:00:00Z';

/** The stack at the URL, or one of our own: in memory, on a free port, on virtual time. */
export async function openStack(url: string | undefined): Promise<Stack> {
  if (url !== undefined) return { url: await answering(url.replace(/\/$/, '')), close: async () => {} };
  const began = performance.now();
  const progress = (what: string): void =>
    console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);
  const assemblyDir = await buildAssembly(path.resolve(import.meta.dirname, '../..'), progress);
  const logDir = await mkdtemp(path.join(tmpdir(), 'tegata-demo-'));
  const starting = startRuntime({ assemblyDir, port: 0, clock: beginning, logDir, quiet: true, progress });
  const close = async (): Promise<void> => {
    await (await starting).stop();
    await rm(logDir, { recursive: true, force: true });
  };
  onStopSignal(close);
  const runtime = await starting;
  progress('ready');
  return { url: runtime.url, close };
}

async function answering(url: string): Promise<string> {
  const isReady = await fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isReady) throw new Error(`Nothing is ready at ${url}; start it with npm start, or leave the URL out.`);
  return url;
}
