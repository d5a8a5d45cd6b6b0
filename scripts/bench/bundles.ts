import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundle } from '../../infra/bundle.ts';
import { atMost, type Row } from './row.ts';
import { hasValgrind, references, startCpuMs, startInstructions } from './start-cost.ts';

interface Bundle {
  readonly name: string;
  readonly file: string;
}

const gzipBytesMax = 60_000;
const instructionsMax = 400;

/** What a merchant waits for. Counting instructions takes long, so it is done for these only. */
const onTheOrderPath = ['merchants/authorizer', 'orders/orders', 'orders/authorization', 'orders/capture'];

/** M5: what has to be loaded before a function's first call. The page that the docs function serves is data, not code. */
export async function bundleRows(folder: string, progress: (what: string) => void): Promise<Row[]> {
  const { sources, folderOf } = await bundle(folder);
  const bundles = sources.map((source) => ({
    name: source.replace(/^functions\//, ''),
    file: join(folderOf(source), 'index.mjs'),
  }));
  const compared = references(folder);
  progress('M5: CPU time of starts');
  const cpu = await cpuRows(bundles, compared);
  if (!(await hasValgrind())) return [...bundles.map(sizeRow), ...cpu];
  progress('M5: instructions of starts');
  return [...bundles.map(sizeRow), ...cpu, ...(await instructionRows(bundles, compared))];
}

function sizeRow({ name, file }: Bundle): Row {
  const code = readFileSync(file);
  const raw = `${code.length.toLocaleString('en')} B raw`;
  return {
    ...atMost({ metric: 'M5', flow: `${name}: bundle` }, gzipSync(code).length, gzipBytesMax, ' B gzip'),
    floor: raw,
  };
}

type References = ReturnType<typeof references>;

async function cpuRows(bundles: readonly Bundle[], { bare, sdk }: References): Promise<Row[]> {
  const [bareMs = 0, sdkMs = 0, ...costs] = await startCpuMs([bare, sdk, ...bundles.map(({ file }) => file)]);
  const times = (ms: number): string => `${(ms / bareMs).toFixed(1)} × bare`;
  return bundles.map(({ name }, at) => {
    return {
      metric: 'M5',
      flow: `${name}: start, CPU time`,
      value: times(costs[at] ?? 0),
      floor: `client alone ${times(sdkMs)}`,
    };
  });
}

async function instructionRows(bundles: readonly Bundle[], { bare, sdk }: References): Promise<Row[]> {
  const counted = bundles.filter(({ name }) => onTheOrderPath.includes(name));
  const [bareCount = 0, sdkCount = 0, ...costs] = await startInstructions([
    bare,
    sdk,
    ...counted.map(({ file }) => file),
  ]);
  const overBare = (count: number): string => `+${(count - bareCount).toFixed(0)} M`;
  return counted.map(({ name }, at) => {
    const count = costs[at] ?? 0;
    return {
      metric: 'M5',
      flow: `${name}: start, instructions over bare`,
      value: overBare(count),
      floor: `client alone ${overBare(sdkCount)}`,
      goal: `≤ +${instructionsMax} M`,
      isMet: count - bareCount <= instructionsMax,
    };
  });
}
