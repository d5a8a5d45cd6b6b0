import { launchDynamoDbLocal } from '../../local/tables/dynamodb-local.ts';
import { singleLine, typicalLines } from '../../test/support/typical-order.ts';
import { type FlowCost, type OrderFlows, orderFlows } from './order-flows.ts';
import { productTables } from './product-tables.ts';
import type { Row } from './row.ts';

/** PERFORMANCE.md section 2: two units per item of a transaction, one request; and the goals of section 3, M1. */
const bounds: Readonly<Record<keyof OrderFlows, { name: string; floor: string; units: number }>> = {
  authorize: { name: 'authorize', floor: '4 / 1 / 0', units: 4 },
  changeUp: { name: 'change up', floor: '4 / 1 / 0', units: 4 },
  changeDown: { name: 'change down', floor: '4 / 1 / 0', units: 4 },
  cancel: { name: 'cancel', floor: '4 / 1 / 0', units: 4 },
  captureFull: { name: 'capture, full', floor: '4 / 1 / 0', units: 4 },
  capturePartial: { name: 'capture, partial', floor: '4 / 1 / 0', units: 4 },
  captureFinalPartial: { name: 'capture, final partial', floor: '6 / 1 / 0', units: 6 },
};

/** M1: what every flow of an order costs, by our meter, on DynamoDB Local. */
export async function unitRows(assemblyDir: string): Promise<Row[]> {
  const engine = await launchDynamoDbLocal();
  try {
    await engine.ready;
    const { transactions, ledger } = await productTables(engine.url, assemblyDir);
    const measured = [
      ['one line', await orderFlows(transactions, ledger, singleLine, 'mer_01JD9Z8Q4W7N3X5Y6R2T1V0KMA')],
      ['three Japanese lines', await orderFlows(transactions, ledger, typicalLines, 'mer_01JD9Z8Q4W7N3X5Y6R2T1V0KMB')],
    ] as const;
    return measured.flatMap(([order, flows]) => rowsOf(order, flows));
  } finally {
    await engine.stop();
  }
}

function rowsOf(order: string, flows: OrderFlows): Row[] {
  const names = Object.keys(bounds) as (keyof OrderFlows)[];
  const rows = names.map((name): Row => {
    const { name: flow, floor, units } = bounds[name];
    const cost = flows[name];
    return {
      metric: 'M1',
      flow: `${flow} (${order})`,
      value: `${spent(cost)}; index ${cost.indexUnits}; item ${cost.itemBytes} B`,
      floor,
      goal: `≤ ${units} units`,
      isMet: cost.writeUnits <= units,
    };
  });
  return [...rows, ...capturedOrder(order, flows)];
}

/** An order that is authorized and confirmed whole: the two calls that every order makes. */
function capturedOrder(order: string, { authorize, captureFull }: OrderFlows): Row[] {
  const units = authorize.writeUnits + captureFull.writeUnits;
  const requests = authorize.requests + captureFull.requests;
  const reads = authorize.readUnits + captureFull.readUnits;
  const row = { metric: 'M1', flow: `captured order (${order})` };
  return [
    { ...row, value: `${units} write units`, floor: '5', goal: '≤ 8', isMet: units <= 8 },
    { ...row, value: `${requests} requests`, floor: '2', goal: '≤ 2', isMet: requests <= 2 },
    { ...row, value: `${reads} read units`, floor: '0', goal: '0', isMet: reads === 0 },
  ];
}

const spent = ({ writeUnits, requests, readUnits }: FlowCost): string => `${writeUnits} / ${requests} / ${readUnits}`;
