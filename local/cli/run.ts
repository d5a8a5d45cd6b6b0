import path from 'node:path';
import { type Runtime, startRuntime } from '../runtime.ts';
import { assemblyFolder, buildAssembly } from './build.ts';
import type { Options } from './options.ts';
import { onStopSignal } from './stop-signals.ts';
import { welcome } from './welcome.ts';

/** Builds what has changed, runs it, and stays until it is told to stop. */
export async function run(options: Options): Promise<void> {
  const root = path.resolve(import.meta.dirname, '../..');
  const began = performance.now();
  const progress = (what: string): void =>
    console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);
  let runtime: Promise<Runtime> | undefined;
  const end = onStopSignal(async () => await (await runtime)?.stop());

  const assembly = assemblyOf(options, root, progress);
  runtime = startRuntime({
    assemblyDir: assembly,
    port: options.port,
    progress,
    ...(options.data !== undefined && { dataDir: path.resolve(options.data) }),
    ...(options.dynamodb !== undefined && { dynamodbUrl: options.dynamodb }),
    ...(options.clock !== undefined && { clock: options.clock }),
  });
  const { url, outputs, logFile, died } = await runtime;
  progress(`ready: ${url}`);
  console.log(
    `\n${welcome(outputs)}\n\n  Logs of the functions: ${path.relative(process.cwd(), logFile)}. Ctrl-C stops everything.\n`,
  );
  void died.then(({ message }) => {
    console.error(message);
    end(1);
  });
}

async function assemblyOf(options: Options, root: string, progress: (what: string) => void): Promise<string> {
  if (options.app !== undefined) return path.resolve(options.app);
  return options.build ? await buildAssembly(root, progress) : assemblyFolder(root);
}
