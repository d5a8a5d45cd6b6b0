import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { openTable, type Table } from '../../functions/shared/table.ts';
import { aBuyerWithLimit } from '../../test/support/orders.ts';
import { engineClient } from './product-tables.ts';

/** The product, running in a process of its own. */
export interface Stack {
  readonly url: string;
  readonly dynamodb: string;
  readonly states: string;
  stop(): Promise<void>;
}

/** Starts it. `nodeOptions` are for profiling (`--cpu-prof`). */
export async function startStack(assemblyDir: string, nodeOptions: readonly string[] = []): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'tegata-bench-'));
  const main = fileURLToPath(new URL('./stack-process.mjs', import.meta.url));
  const child = spawn(process.execPath, [...nodeOptions, main, assemblyDir, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(() => Promise.reject(new Error('The stack ended before it was ready.'))),
  ]);
  return {
    ...(JSON.parse(String(line[0])) as Omit<Stack, 'stop'>),
    stop: async () => {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

export const demoMerchant = { merchantId: 'mer_demo', key: 'sk_test_demo' } as const;

/** The running product's table of orders and buyers. */
export async function transactionsOf(dynamodb: string): Promise<Table> {
  const client = engineClient(dynamodb);
  const { TableNames = [] } = await client.send(new ListTablesCommand());
  const name = TableNames.find((one) => one.includes('Transactions') && !one.startsWith('Bench'));
  if (name === undefined) throw new Error(`There is no table of transactions among ${TableNames.join(', ')}.`);
  return openTable(name, client);
}

/** Approved buyers, put straight into the table: the bench of orders leaves screening out. */
export const approvedBuyers = (table: Table, count: number, merchantId: string): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, async () => (await aBuyerWithLimit(table, 9_000_000_000, merchantId)).buyerId),
  );
