import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { build, type Metafile, type OutputFile } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** Where the bundles are unless the caller says otherwise; the CDK app copies them into the cloud assembly. */
export const bundleFolder = join(root, '.build/functions');

/** One entry per `*.lambda.ts`: `functions/orders/orders.lambda.ts` is known as `functions/orders/orders`. */
export interface Bundles {
  readonly sources: readonly string[];
  /** The folder that becomes the asset of a source, or an error that says what there is. */
  folderOf(source: string): string;
  readonly metafile: Metafile;
}

/**
 * Bundles every Lambda of the product in one esbuild run (for twelve entries that is twice as fast as twelve runs).
 * Each output stands alone, so that a change in one capability leaves the asset hashes of the others as they are.
 */
export async function bundle(into: string = bundleFolder): Promise<Bundles> {
  const sources = globSync('functions/**/*.lambda.ts', { cwd: root })
    .map((file) => file.replace(/\.lambda\.ts$/, ''))
    .sort();
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: sources.map((source) => ({ in: `${source}.lambda.ts`, out: `${folderIn(source)}/index` })),
    outdir: into,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: ['@aws-sdk/*'], // part of the nodejs24.x runtime
    minifySyntax: true,
    minifyWhitespace: true, // identifiers stay: a stack trace in a log names our functions without a source map
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const files = new Map<string, string | Buffer>(outputFiles.map((output) => [output.path, withRequire(output)]));
  for (const source of sources) for (const [path, file] of assetsOf(source, into)) files.set(path, file);
  for (const [path, content] of files) writeWhenChanged(path, content, `${into}.drafts`);
  removeStale(into, files);
  return {
    sources,
    metafile,
    folderOf(source) {
      if (sources.includes(source)) return join(into, folderIn(source));
      throw new Error(`There is no ${source}.lambda.ts to bundle. There are: ${sources.join(', ') || 'none'}.`);
    },
  };
}

const folderIn = (source: string): string => relative('functions', source);

/** Only a bundle with a CommonJS package in it asks for `require`; the others start without. */
function withRequire(output: OutputFile): string {
  if (!output.text.includes('Dynamic require of')) return output.text;
  return `import{createRequire}from'node:module';const require=createRequire(import.meta.url);${output.text}`;
}

/** What lies beside the bundle for the function to read: `x.assets.json` says under which name, and where it comes from. */
function assetsOf(source: string, into: string): [path: string, content: Buffer][] {
  const list = join(root, `${source}.assets.json`);
  if (!existsSync(list)) return [];
  const assets = JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>;
  return Object.entries(assets).map(([name, from]) => {
    if (!existsSync(join(root, from))) throw new Error(`${source}.assets.json names ${from}, which is not there.`);
    return [join(into, folderIn(source), name), readFileSync(join(root, from))];
  });
}

/** Written elsewhere first and then moved: a second process that bundles or reads at the same time never sees half a file. */
function writeWhenChanged(path: string, content: string | Buffer, drafts: string): void {
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(content))) return;
  mkdirSync(dirname(path), { recursive: true });
  mkdirSync(drafts, { recursive: true });
  const draft = join(drafts, `${process.pid}-${basename(path)}`);
  writeFileSync(draft, content);
  renameSync(draft, path);
}

/** A Lambda that was deleted or renamed leaves nothing behind. */
function removeStale(into: string, files: ReadonlyMap<string, unknown>): void {
  for (const entry of globSync('**/*', { cwd: into, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !files.has(path)) rmSync(path, { force: true });
  }
}
