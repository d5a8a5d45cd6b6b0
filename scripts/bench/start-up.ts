import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { launchDynamoDbLocal } from '../../local/tables/dynamodb-local.ts';
import { orderCalls } from './authorizations.ts';
import { poster } from './http-client.ts';
import { engineClient } from './product-tables.ts';
import { atMost, median, type Row } from './row.ts';
import { approvedBuyers, demoMerchant, startStack, transactionsOf } from './stack.ts';

const rounds = 3;

/** M9: from the start of the built product to its first authorization, against the start of its engine alone, in turns. */
export async function startUpRows(assemblyDir: string, progress: (what: string) => void): Promise<Row[]> {
  const engine: number[] = [];
  const ready: number[] = [];
  const authorized: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    engine.push(await engineStart());
    const product = await productStart(assemblyDir);
    ready.push(product.readyMs);
    authorized.push(product.authorizedMs);
    progress(
      `M9 round ${round}: engine ${engine.at(-1)?.toFixed(0)} ms, product ${product.authorizedMs.toFixed(0)} ms`,
    );
  }
  const [alone, first] = [median(engine), median(authorized)];
  const row = { metric: 'M9', flow: 'start to first authorization over start of DynamoDB Local', floor: '1' };
  return [
    atMost(row, first / alone, 2),
    { metric: 'M9', flow: 'DynamoDB Local to first ListTables', value: `${alone.toFixed(0)} ms` },
    { metric: 'M9', flow: 'product to open front door', value: `${median(ready).toFixed(0)} ms` },
    { metric: 'M9', flow: 'product to first authorization', value: `${first.toFixed(0)} ms` },
  ];
}

async function engineStart(): Promise<number> {
  const began = performance.now();
  const engine = await launchDynamoDbLocal();
  try {
    await engine.ready;
    await engineClient(engine.url).send(new ListTablesCommand());
    return performance.now() - began;
  } finally {
    await engine.stop();
  }
}

async function productStart(assemblyDir: string): Promise<{ readyMs: number; authorizedMs: number }> {
  const began = performance.now();
  const stack = await startStack(assemblyDir);
  try {
    const readyMs = performance.now() - began;
    const buyers = await approvedBuyers(await transactionsOf(stack.dynamodb), 1, demoMerchant.merchantId);
    const [authorize] = orderCalls(poster(`${stack.url}/v1/orders`, 1), buyers, 1);
    await authorize?.();
    return { readyMs, authorizedMs: performance.now() - began };
  } finally {
    await stack.stop();
  }
}
