import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type Metafile, type OutputFile } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** Where the bundles are unless the caller says otherwise; the CDK app copies them into the cloud assembly. */
export const bundleFolder = join(root, '.build/functions');

/** One entry per `*.lambda.ts`: `functions/orders/orders.lambda.ts` is known as `functions/orders/orders`. */
export interface Bundles {
  /** The folder that becomes the asset of a source, or an error that says what there is. */
  folderOf(source: string): string;
  readonly sources: readonly string[];
  readonly metafile: Metafile;
}

/**
 * Bundles every Lambda of the product in one esbuild run (one run for twelve entries is twice as fast as twelve runs).
 * Each output stands alone, so that a change in one capability leaves the asset hashes of the others as they are.
 */
export async function bundle(into: string = bundleFolder): Promise<Bundles> {
  const sources = globSync('functions/**/*.lambda.ts', { cwd: root })
    .map((file) => file.replace(/\.lambda\.ts$/, ''))
    .sort();
  const result = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(sources.map((source) => [assetPath(source), `${source}.lambda.ts`])),
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
  for (const output of result.outputFiles) writeWhenChanged(output.path, withRequire(output));
  for (const source of sources) copyAssets(source, dirname(join(into, `${assetPath(source)}.mjs`)));
  removeStale(into, new Set(result.outputFiles.map((output) => output.path)));
  return {
    sources,
    metafile: result.metafile,
    folderOf(source) {
      if (sources.includes(source)) return dirname(join(into, `${assetPath(source)}.mjs`));
      throw new Error(`There is no ${source}.lambda.ts to bundle. There are: ${sources.join(', ') || 'none'}.`);
    },
  };
}

const assetPath = (source: string): string => `${relative('functions', source)}/index`;

/** Files that a function reads at run time: `orders.assets.json` beside `orders.lambda.ts` maps their names to where they come from. */
function copyAssets(source: string, folder: string): void {
  const list = join(root, `${source}.assets.json`);
  if (!existsSync(list)) return;
  const assets = JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>;
  for (const [name, from] of Object.entries(assets)) cpSync(join(root, from), join(folder, name));
}

/** Only a bundle with a CommonJS package in it (the X-Ray SDK) asks for `require`; the others do without. */
function withRequire(output: OutputFile): string {
  if (!output.text.includes('Dynamic require of')) return output.text;
  return `import{createRequire}from'node:module';const require=createRequire(import.meta.url);${output.text}`;
}

/** Written under another name first: a second process that bundles or reads at the same time never sees half a file. */
function writeWhenChanged(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

/** A Lambda that was deleted or renamed leaves no bundle behind. */
function removeStale(into: string, current: ReadonlySet<string>): void {
  for (const file of globSync('**/index.mjs', { cwd: into })) {
    const path = join(into, file);
    if (!current.has(path)) rmSync(dirname(path), { recursive: true });
  }
}
