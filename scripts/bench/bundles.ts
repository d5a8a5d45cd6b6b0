import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundle } from '../../infra/bundle.ts';
import { atMost, type Row } from './row.ts';
import { type StartCost, startCosts } from './start-cost.ts';

const gzipBytesMax = 60_000;

/** M5: what has to be loaded before a function's first call. The page that the docs function serves is data, not code. */
export async function bundleRows(folder: string, progress: (what: string) => void): Promise<Row[]> {
  const { sources, folderOf } = await bundle(folder);
  const bundles = sources.map((source) => ({ source, file: join(folderOf(source), 'index.mjs') }));
  const sizes = bundles.map(({ source, file }) => sizeRow(source, readFileSync(file)));
  const costs = await startCosts(folder, bundles, progress);
  return [...sizes, ...startRows(costs)];
}

const sizeRow = (source: string, code: Buffer): Row => ({
  ...atMost({ metric: 'M5', flow: `${nameOf(source)}: gzip bytes` }, gzipSync(code).length, gzipBytesMax),
  floor: `raw ${code.length.toLocaleString('en')}`,
});

const nameOf = (source: string): string => source.replace(/^functions\//, '');

function startRows({ unit, bare, sdk, functions }: StartCost): Row[] {
  const over = (cost: number): string => `${(cost - bare).toFixed(0)} ${unit}`;
  return [
    { metric: 'M5', flow: `start of a bare handler (${unit})`, value: bare.toFixed(0) },
    { metric: 'M5', flow: 'start: the DynamoDB client alone, over bare', value: over(sdk), floor: '0' },
    ...functions.map(({ source, cost }): Row => {
      const row = { metric: 'M5', flow: `${nameOf(source)}: start over bare`, value: over(cost), floor: over(sdk) };
      return unit === 'M instructions' ? { ...row, goal: '≤ 400', isMet: cost - bare <= 400 } : row;
    }),
  ];
}
