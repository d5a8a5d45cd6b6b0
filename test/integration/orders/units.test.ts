import { describe, expect, test } from 'vitest';
import { orderFlows } from '../../../scripts/bench/order-flows.ts';
import { testTables } from '../../support/dynamodb.ts';
import { singleLine, typicalLines } from '../../support/typical-order.ts';

/** PERFORMANCE.md M1: a transaction costs two units per item and begun kilobyte, so the order's item has to stay below one. */
const twoItems = { writeUnits: 4 };
const afterReading = { requests: 2, readUnits: 1 };

describe.for([
  ['of one line', singleLine],
  ['of three lines in Japanese', typicalLines],
] as const)('an order %s costs', ([, lines]) => {
  test('four units wherever it moves with one other item, and six where it moves credit and books', async () => {
    const { transactions, ledger } = await testTables();
    const flows = await orderFlows(transactions, ledger, lines);
    expect(flows).toMatchObject({
      authorize: { ...twoItems, requests: 1, readUnits: 0, indexUnits: 2 },
      changeUp: { ...twoItems, ...afterReading, indexUnits: 1 },
      changeDown: { ...twoItems, ...afterReading, indexUnits: 1 },
      cancel: { ...twoItems, ...afterReading, indexUnits: 1 },
      captureFull: { ...twoItems, ...afterReading, indexUnits: 1 },
      capturePartial: { ...twoItems, ...afterReading, indexUnits: 1 },
      captureFinalPartial: { ...afterReading, writeUnits: 6, indexUnits: 1 },
    });
    for (const { itemBytes } of Object.values(flows)) expect(itemBytes).toBeLessThanOrEqual(1024);
  });
});
