import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { startRuntime } from '../../local/runtime.ts';
import { launchDynamoDbLocal } from '../../local/tables/dynamodb-local.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The running product, and the assembly it runs from. */
    stack: { readonly url: string; readonly apis: Readonly<Record<string, string>>; readonly assemblyDir: string };
  }
}

/** The whole product, synthesized and started once for the suite, on a clock that begins at a known instant. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Each thread of a function listens at the process's streams, more of them than Node takes for a mistake.
  for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(500);
  const folder = await mkdtemp(join(tmpdir(), 'tegata-journeys-'));
  const assemblyDir = join(folder, 'cdk.out');
  // The synth suite holds the assembly against AWS's resource schemas; here that would only take time.
  await promisify(execFile)(process.execPath, ['infra/app.ts'], {
    env: { ...process.env, CDK_OUTDIR: assemblyDir, CDK_VALIDATION: 'false', CDK_CONTEXT_JSON: '{"local":true}' },
  });
  const engine = await launchDynamoDbLocal({ isLongBusy: true });
  await engine.ready;
  const { url, apis, stop } = await startRuntime({
    assemblyDir,
    dynamodbUrl: engine.url,
    port: 0,
    clock: '2026-11-02T00:00:00Z',
    logDir: `.data/${project.name}`, // stays, for whoever looks into a failure
    quiet: true,
  });
  project.provide('stack', { url, apis, assemblyDir });
  return async () => {
    await stop();
    await engine.stop();
    await rm(folder, { recursive: true });
  };
}
