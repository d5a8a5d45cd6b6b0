import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folders of cloud assemblies that were synthesized once for the whole suite. */
    assemblies: { readonly sandbox: string; readonly sandboxAgain: string; readonly production: string };
  }
}

/** Synthesizes each stage once for the suite into a folder that is nobody else's: the first by the CDK's own command. */
export default async function synthesize(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tegata-synth-'));
  const into = (name: string) => join(folder, name);
  const assemblies = { sandbox: into('sandbox'), sandboxAgain: into('sandbox-again'), production: into('production') };
  await Promise.all([
    promisify(execFile)('cdk', ['synth', '--quiet', '--no-asset-metadata', '--output', assemblies.sandbox]),
    run(assemblies.sandboxAgain, { CDK_VALIDATION: 'false' }), // the same templates need no second look (and it takes four seconds)
    run(assemblies.production, { CDK_CONTEXT_JSON: JSON.stringify({ stage: 'production' }) }),
  ]);
  project.provide('assemblies', assemblies);
  return () => rm(folder, { recursive: true });
}

async function run(outdir: string, env: Readonly<Record<string, string>>): Promise<void> {
  await promisify(execFile)(process.execPath, ['infra/app.ts'], {
    env: { ...process.env, CDK_OUTDIR: outdir, ...env },
  });
}
