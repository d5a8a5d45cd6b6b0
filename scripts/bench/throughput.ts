import { orderCalls, rawCalls } from './authorizations.ts';
import { callsPerSecond, poster } from './http-client.ts';
import { productTables } from './product-tables.ts';
import { atLeast, median, type Row } from './row.ts';
import { approvedBuyers, demoMerchant, type Stack, transactionsOf } from './stack.ts';

const concurrency = 8;
const buyersCount = 64;
const warmUpCalls = 600;
const rounds = 5;
const callsPerRound = 400;

/**
 * M6: authorizations through the front door against the same transactions on the same engine. The rounds alternate, so that
 * whatever else the machine does meets both; the first rounds warm up and do not count.
 */
export async function throughputRows(
  stack: Stack,
  assemblyDir: string,
  progress: (what: string) => void,
): Promise<Row[]> {
  const { transactions: bare } = await productTables(stack.dynamodb, assemblyDir);
  const [buyers, bareBuyers] = await Promise.all([
    approvedBuyers(await transactionsOf(stack.dynamodb), buyersCount, demoMerchant.merchantId),
    approvedBuyers(bare, buyersCount, demoMerchant.merchantId),
  ]);
  const ordersAt = poster(`${stack.url}/v1/orders`, concurrency);
  const engineAt = poster(stack.dynamodb, concurrency);
  const endToEnd = (count: number) => callsPerSecond(orderCalls(ordersAt, buyers, count), concurrency);
  const raw = async (count: number) => callsPerSecond(await rawCalls(engineAt, bare, bareBuyers, count), concurrency);

  await endToEnd(warmUpCalls);
  await raw(warmUpCalls);
  const measured: { product: number; engine: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const [product, engine] = [await endToEnd(callsPerRound), await raw(callsPerRound)];
    measured.push({ product, engine });
    progress(`M6 round ${round + 1}: ${product.toFixed(0)} authorizations/s, ${engine.toFixed(0)} raw transactions/s`);
  }
  const product = median(measured.map((one) => one.product));
  const engine = median(measured.map((one) => one.engine));
  const row = { metric: 'M6', flow: 'authorizations end to end over raw transactions', floor: '1' };
  return [
    atLeast(row, product / engine, 0.9),
    { metric: 'M6', flow: 'authorizations per second, end to end', value: product.toFixed(0) },
    { metric: 'M6', flow: 'raw transactions per second, same engine', value: engine.toFixed(0) },
  ];
}
