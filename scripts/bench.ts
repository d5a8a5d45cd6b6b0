import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAssembly } from '../local/cli/build.ts';
import { bundleRows } from './bench/bundles.ts';
import { reportOf } from './bench/report.ts';
import type { Row } from './bench/row.ts';
import { type Stack, startStack } from './bench/stack.ts';
import { startUpRows } from './bench/start-up.ts';
import { throughputRows } from './bench/throughput.ts';
import { transitionRows } from './bench/transitions.ts';
import { unitRows } from './bench/units.ts';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const asked = values.only?.split(',');
const began = performance.now();
const progress = (what: string): void =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${what}`);

const assemblyDir = await buildAssembly(resolve('.'), progress);
const measures: Readonly<Record<string, () => Promise<Row[]>>> = {
  M1: () => unitRows(assemblyDir),
  M2: () => withStack(transitionRows),
  M5: () => withFolder((folder) => bundleRows(folder, progress)),
  M6: () => withStack((stack) => throughputRows(stack, assemblyDir, progress)),
  M9: () => startUpRows(assemblyDir, progress),
};

const rows: Row[] = [];
for (const [metric, measure] of Object.entries(measures)) {
  if (asked && !asked.includes(metric)) continue;
  progress(metric);
  rows.push(...(await measure()));
}
for (const { metric, flow, value, floor, goal, isMet } of rows) {
  const beside = [floor && `floor ${floor}`, goal && `goal ${goal}`, isMet === false && 'NOT MET'].filter(Boolean);
  console.log(`${metric}  ${flow}: ${value}${beside.length > 0 ? ` (${beside.join(', ')})` : ''}`);
}
if (asked) progress('docs/benchmarks.md is left as it is: not everything was measured');
else writeFileSync('docs/benchmarks.md', reportOf(rows, new Date()));

async function withStack<Found>(use: (stack: Stack) => Promise<Found>): Promise<Found> {
  const stack = await startStack(assemblyDir);
  try {
    return await use(stack);
  } finally {
    await stack.stop();
  }
}

async function withFolder<Found>(use: (folder: string) => Promise<Found>): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'tegata-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
