import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from '../sentence.ts';

/** What an assembly is made of; when none of it has changed, the one made last is still right. */
const sources = [
  'functions/**/*',
  'infra/**/*',
  'statemachines/*',
  'docs/openapi.json',
  'cdk.json',
  'package-lock.json',
];

/** Where `npm start` keeps its own assembly, apart from the cdk.out of a deployment to another stage. */
export const assemblyFolder = (root: string): string => path.join(root, '.build', 'assembly');

function hashOf(root: string): string {
  const hash = createHash('sha256');
  for (const pattern of sources) {
    for (const entry of globSync(pattern, { cwd: root, withFileTypes: true }).sort(byPath)) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

type Entry = { readonly parentPath: string; readonly name: string };
const byPath = (left: Entry, right: Entry): number =>
  path.join(left.parentPath, left.name) < path.join(right.parentPath, right.name) ? -1 : 1;

/** Runs the app of cdk.json unless its sources are unchanged, and answers where the assembly is. */
export async function buildAssembly(root: string, progress: (what: string) => void): Promise<string> {
  const folder = assemblyFolder(root);
  const hashFile = `${folder}.hash`;
  const hash = hashOf(root);
  const isFresh =
    existsSync(hashFile) && existsSync(path.join(folder, 'manifest.json')) && readFileSync(hashFile, 'utf8') === hash;
  if (isFresh) {
    progress('nothing has changed since the last build');
    return folder;
  }
  progress('bundling the functions and synthesizing the stacks');
  await synthesize(root, folder);
  writeFileSync(hashFile, hash);
  progress('built');
  return folder;
}

async function synthesize(root: string, folder: string): Promise<void> {
  const configFile = path.join(root, 'cdk.json');
  if (!existsSync(configFile))
    throw new Sentence(`There is no cdk.json in ${root}: give the folder of an assembly with --app DIR.`);
  const { app, context = {} } = JSON.parse(readFileSync(configFile, 'utf8')) as { app: string; context?: object };
  const local = { ...context, local: true };
  const env = { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(local) };
  const child = spawn(app, { cwd: root, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const stopChild = (): void => void child.kill();
  process.once('exit', stopChild);
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  process.off('exit', stopChild);
  if (status !== 0)
    throw new Sentence(
      `${Buffer.concat(output).toString().trim()}\n\nThe build failed (\`${app}\`); the reason stands above.`,
    );
}
