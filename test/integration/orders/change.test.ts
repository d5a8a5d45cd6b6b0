import { beforeAll, describe, expect, test } from 'vitest';
import { creditAccountKey } from '../../../functions/buyers/credit-account.ts';
import { cancelWholeOrder } from '../../../functions/orders/cancel.ts';
import { captureOrder } from '../../../functions/orders/capture.ts';
import { changeOrderAmount } from '../../../functions/orders/change-amount.ts';
import { expireHolds } from '../../../functions/orders/expire.ts';
import { metered, newMeter, transactionsIndexes } from '../../../functions/shared/meter.ts';
import { yen } from '../../../functions/shared/money.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { aBuyerWithLimit, actor, clockAt, orderPorts, placed, resourceIn } from '../../support/orders.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

const ports = (clock = clockAt('2026-11-20T03:00:00Z')) => orderPorts(tables.transactions, tables.ledger.name, clock);
const aBuyer = () => aBuyerWithLimit(tables.transactions, 1_000_000);
const available = async (buyer: { merchantId: string; buyerId: string }) =>
  (await tables.transactions.get(creditAccountKey(buyer)))?.available;
const journalsOf = async (orderId: string) =>
  (await tables.ledger.query({ partition: `JOURNAL#${orderId}` })).items.map(({ lines }) => lines);

let keys = 0;
const once = () => {
  keys += 1;
  return onceRequest('test', `key-${keys}`, {});
};
const capture = (merchantId: string, orderId: string, shipment: { amount?: number; final?: boolean }, key = once()) =>
  captureOrder(ports(), { merchantId, orderId, shipment: { shippedOn: '2026-11-20', ...shipment }, once: key, actor });
const lines = (amount: number) => [
  { description: 'Desks', quantity: 1, unitPrice: amount, taxRate: 10 as const, taxIncluded: true as const },
];

describe('confirm an order', () => {
  test('turns all that remains into a receivable and books it for the merchant', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 110_000);
    const confirmed = resourceIn(await capture(buyer.merchantId, order.id, {}));
    expect(confirmed).toMatchObject({ state: 'confirmed', amountConfirmed: 110_000, amountRemaining: 0, version: 2 });
    const about = { ...buyer, orderId: order.id };
    expect(await journalsOf(order.id)).toEqual([
      [
        { account: '1110', amount: 110_000, ...about },
        { account: '2010', amount: -110_000, ...about },
      ],
    ]);
    expect(await available(buyer)).toBe(890_000); // the exposure stays: it is owed now, not held
  });

  test('in parts, and releases what a final shipment leaves over', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 300_000);
    await capture(buyer.merchantId, order.id, { amount: 100_000 });
    await capture(buyer.merchantId, order.id, { amount: 50_000 });
    const last = resourceIn(await capture(buyer.merchantId, order.id, { amount: 120_000, final: true }));
    expect(last).toMatchObject({
      state: 'confirmed',
      amountConfirmed: 270_000,
      amountCancelled: 30_000,
      amountRemaining: 0,
    });
    expect(last.confirmations.map(({ amount }) => amount)).toEqual([100_000, 50_000, 120_000]);
    expect(await available(buyer)).toBe(730_000);
  });

  test('refuses more than what remains, and moves nothing', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 100_000);
    await expect(capture(buyer.merchantId, order.id, { amount: 100_001 })).rejects.toMatchObject({
      code: 'AmountExceedsRemaining',
    });
    expect(await journalsOf(order.id)).toEqual([]);
    expect(await available(buyer)).toBe(900_000);
  });

  test('lets 12 concurrent shipments of a tenth each confirm ten', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 100_000);
    const shipments = Array.from({ length: 12 }, async () => {
      for (;;) {
        const key = once();
        try {
          return await capture(buyer.merchantId, order.id, { amount: 10_000 }, key);
        } catch (error) {
          if ((error as { code?: string }).code !== 'TooBusy') throw error;
        }
      }
    });
    const outcomes = await Promise.allSettled(shipments);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await journalsOf(order.id)).toHaveLength(10);
  });

  test('repeated under its key answers as before and books nothing again, even after a later shipment', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 100_000);
    const key = once();
    const first = await capture(buyer.merchantId, order.id, { amount: 40_000 }, key);
    await capture(buyer.merchantId, order.id, { amount: 60_000 });
    expect(await capture(buyer.merchantId, order.id, { amount: 40_000 }, key)).toEqual({ ...first, replayed: true });
    expect(await journalsOf(order.id)).toHaveLength(2);
  });

  test('does not find the order of another merchant', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 100_000);
    await expect(capture('mer_stranger', order.id, {})).rejects.toMatchObject({ code: 'OrderNotFound' });
  });

  test('costs four write units (PERFORMANCE.md M1)', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 110_000);
    const meter = newMeter();
    const table = metered(tables.transactions, meter, [tables.ledger], transactionsIndexes);
    await captureOrder(orderPorts(table, tables.ledger.name), {
      merchantId: buyer.merchantId,
      orderId: order.id,
      shipment: { shippedOn: '2026-11-20' },
      once: once(),
      actor,
    });
    expect(meter).toEqual({ requests: 2, writeUnits: 4, indexUnits: 1, readUnits: 1 });
  });
});

describe('change the amount of an order', () => {
  test.for([
    ['up', 150_000, 850_000],
    ['down', 60_000, 940_000],
    ['not at all', 100_000, 900_000],
  ] as const)('%s, and the credit with it', async ([, amount, left]) => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 100_000);
    const input = {
      merchantId: buyer.merchantId,
      orderId: order.id,
      amount: yen(amount),
      lines: lines(amount),
      version: 1,
      actor,
    };
    expect(resourceIn(await changeOrderAmount(ports(), input))).toMatchObject({
      amount,
      amountRemaining: amount,
      version: 2,
    });
    expect(await available(buyer)).toBe(left);
  });

  test('refuses a rise that the limit does not cover', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 100_000);
    const amount = yen(1_000_001);
    const input = { merchantId: buyer.merchantId, orderId: order.id, amount, lines: lines(amount), version: 1, actor };
    await expect(changeOrderAmount(ports(), input)).rejects.toMatchObject({
      code: 'CreditLimitExceeded',
      facts: { availableYen: 900_000 },
    });
  });

  test('refuses a version that is no longer current, and an order that is confirmed', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 100_000);
    const change = {
      merchantId: buyer.merchantId,
      orderId: order.id,
      amount: yen(50_000),
      lines: lines(50_000),
      actor,
    };
    await changeOrderAmount(ports(), { ...change, version: 1 });
    await expect(changeOrderAmount(ports(), { ...change, version: 1 })).rejects.toMatchObject({ code: 'VersionStale' });
    await capture(buyer.merchantId, order.id, {});
    await expect(changeOrderAmount(ports(), { ...change, version: 3 })).rejects.toMatchObject({
      code: 'OrderNotChangeable',
    });
  });

  test('costs four write units (PERFORMANCE.md M1)', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 100_000);
    const meter = newMeter();
    const table = metered(tables.transactions, meter, [tables.ledger], transactionsIndexes);
    const amount = yen(120_000);
    const input = { merchantId: buyer.merchantId, orderId: order.id, amount, lines: lines(amount), version: 1, actor };
    await changeOrderAmount(orderPorts(table, tables.ledger.name), input);
    expect(meter).toEqual({ requests: 2, writeUnits: 4, indexUnits: 1, readUnits: 1 });
  });
});

describe('cancel an order', () => {
  test('gives the whole hold back, once', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 100_000);
    const cancel = { merchantId: buyer.merchantId, orderId: order.id, actor };
    const key = once();
    const first = await cancelWholeOrder(ports(), { ...cancel, once: key });
    expect(resourceIn(first)).toMatchObject({ state: 'cancelled', amountCancelled: 100_000, amountRemaining: 0 });
    expect(await cancelWholeOrder(ports(), { ...cancel, once: key })).toEqual({ ...first, replayed: true });
    await expect(cancelWholeOrder(ports(), { ...cancel, once: once() })).rejects.toMatchObject({
      code: 'HoldAlreadyResolved',
    });
    expect(await available(buyer)).toBe(1_000_000);
  });

  test('refuses once a part is confirmed', async () => {
    const buyer = await aBuyer();
    const order = await placed(ports(), buyer, 100_000);
    await capture(buyer.merchantId, order.id, { amount: 1 });
    const cancel = { merchantId: buyer.merchantId, orderId: order.id, once: once(), actor };
    await expect(cancelWholeOrder(ports(), cancel)).rejects.toMatchObject({ code: 'OrderAlreadyConfirmed' });
  });

  test('of a cancel and a confirm at the same moment exactly one happens', async () => {
    const buyer = await aBuyer();
    for (let round = 0; round < 5; round++) {
      const order = await placed(ports(), buyer, 10_000);
      const outcomes = await Promise.allSettled([
        cancelWholeOrder(ports(), { merchantId: buyer.merchantId, orderId: order.id, once: once(), actor }),
        capture(buyer.merchantId, order.id, {}),
      ]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });
});

describe('expire holds', () => {
  test('releases a hold on the day after its last day, not on it', async () => {
    const own = await testTables();
    const clock = clockAt('2026-11-20T03:00:00Z');
    const expiring = orderPorts(own.transactions, own.ledger.name, clock);
    const buyer = await aBuyerWithLimit(own.transactions, 1_000_000);
    const whole = await placed(expiring, buyer, 100_000);
    const part = await placed(expiring, buyer, 200_000);
    await captureOrder(expiring, {
      merchantId: buyer.merchantId,
      orderId: part.id,
      shipment: { shippedOn: '2026-11-20', amount: 50_000 },
      once: once(),
      actor,
    });
    clock.set('2027-01-19T14:59:59Z'); // the last second of 2027-01-19 in Japan
    expect((await expireHolds(expiring)).released).toBe(0);
    clock.set('2027-01-19T15:00:00Z');
    expect((await expireHolds(expiring)).released).toBe(2);
    expect(await expireHolds(expiring)).toEqual({ released: 0, warned: 0, handedOver: 0 });
    const get = async (orderId: string) => (await expiring.orders.get({ merchantId: buyer.merchantId, orderId })).order;
    expect(await get(whole.id)).toMatchObject({
      state: 'expired',
      amountCancelled: 100_000,
      stateReason: 'hold_expired',
    });
    expect(await get(part.id)).toMatchObject({ state: 'confirmed', amountConfirmed: 50_000, amountCancelled: 150_000 });
    expect((await own.transactions.get(creditAccountKey(buyer)))?.available).toBe(950_000);
  });
});
