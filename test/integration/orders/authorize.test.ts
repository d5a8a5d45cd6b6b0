import { beforeAll, describe, expect, test } from 'vitest';
import { creditAccountKey } from '../../../functions/buyers/credit-account.ts';
import { authorizeOrder } from '../../../functions/orders/authorize.ts';
import { metered, newMeter, transactionsIndexes } from '../../../functions/shared/meter.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { aBuyerWithLimit, anOrder, orderPorts, resourceIn } from '../../support/orders.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

const ports = () => orderPorts(tables.transactions, tables.ledger.name);
const available = async (buyer: { merchantId: string; buyerId: string }) =>
  (await tables.transactions.get(creditAccountKey(buyer)))?.available;

describe('authorize an order', () => {
  test('takes the amount from what is available and nothing else', async () => {
    const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
    const answer = await authorizeOrder(ports(), anOrder(buyer, 400_000));
    expect(answer.status).toBe(201);
    expect(resourceIn(answer)).toMatchObject({
      state: 'authorized',
      amount: 400_000,
      amountRemaining: 400_000,
      amountConfirmed: 0,
      version: 1,
      expiresOn: '2027-01-19', // sixty days after 2026-11-20 in Japan
    });
    expect(await available(buyer)).toBe(600_000);
  });

  test('takes the whole limit to the last yen, and not one yen more', async () => {
    const buyer = await aBuyerWithLimit(tables.transactions, 500_000);
    await authorizeOrder(ports(), anOrder(buyer, 500_000));
    await expect(authorizeOrder(ports(), anOrder(buyer, 1))).rejects.toMatchObject({
      code: 'CreditLimitExceeded',
      facts: { availableYen: 0 },
    });
    expect(await available(buyer)).toBe(0);
  });

  test('lets exactly as many of 20 concurrent orders pass as the limit covers', async () => {
    const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
    const orders = Array.from({ length: 20 }, () => authorizeOrder(ports(), anOrder(buyer, 150_000)));
    const outcomes = await Promise.allSettled(orders);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(new Set(refused)).toEqual(new Set(['CreditLimitExceeded']));
    expect(await available(buyer)).toBe(100_000);
  });

  test('answers a repeat with the first answer to the byte, and takes nothing again', async () => {
    const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
    const input = anOrder(buyer, 300_000);
    const first = await authorizeOrder(ports(), input);
    const repeats = await Promise.all(Array.from({ length: 8 }, () => authorizeOrder(ports(), input)));
    for (const repeat of repeats) expect(repeat).toEqual({ ...first, replayed: true });
    expect(await available(buyer)).toBe(700_000);
  });

  test('refuses the same key with another body, for the same order and for another one', async () => {
    const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
    const input = anOrder(buyer, 100_000, 'one-key');
    await authorizeOrder(ports(), input);
    const scope = `${buyer.merchantId} POST /v1/orders`;
    for (const order of [
      { ...input.order, amount: 200_000 },
      { ...input.order, reference: 'PO-other' },
    ]) {
      const changed = { ...input, order, once: onceRequest(scope, 'one-key', order) };
      await expect(authorizeOrder(ports(), changed)).rejects.toMatchObject({ code: 'IdempotencyKeyReused' });
    }
    expect(await available(buyer)).toBe(900_000);
  });

  test('refuses a second order under the same reference', async () => {
    const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
    const input = anOrder(buyer, 100_000);
    await authorizeOrder(ports(), input);
    const again = { ...input, once: onceRequest('scope', 'another-key', input.order) };
    await expect(authorizeOrder(ports(), again)).rejects.toMatchObject({ code: 'ReferenceAlreadyUsed' });
    expect(await available(buyer)).toBe(900_000);
  });

  test('does not see the buyer of another merchant', async () => {
    const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
    const foreign = anOrder({ merchantId: 'mer_stranger', buyerId: buyer.buyerId }, 100_000);
    await expect(authorizeOrder(ports(), foreign)).rejects.toMatchObject({ code: 'BuyerNotFound', kind: 'missing' });
  });

  test.for([
    ['is suspended', { state: 'suspended' }],
    ['has a facility that ended yesterday', { endsOn: '2026-11-19' }],
    ['has a facility that starts tomorrow', { startsOn: '2026-11-21' }],
  ] as const)('refuses a buyer that %s', async ([, change]) => {
    const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
    const account = await tables.transactions.get(creditAccountKey(buyer));
    await tables.transactions.write({ table: tables.transactions.name, put: { ...account, ...change } });
    await expect(authorizeOrder(ports(), anOrder(buyer, 1_000))).rejects.toMatchObject({ code: 'BuyerNotActive' });
    expect(await available(buyer)).toBe(1_000_000);
  });

  test('costs four write units, one request and no read (PERFORMANCE.md M1)', async () => {
    const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
    const meter = newMeter();
    const table = metered(tables.transactions, meter, [tables.ledger], transactionsIndexes);
    await authorizeOrder(orderPorts(table, tables.ledger.name), anOrder(buyer, 110_000));
    expect(meter).toEqual({ requests: 1, writeUnits: 4, indexUnits: 2, readUnits: 0 });
  });
});
