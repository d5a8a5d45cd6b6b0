import { beforeAll, describe, expect, test } from 'vitest';
import type { AccountRules } from '../../../functions/buyers/account-rules.ts';
import { creditAccountKey } from '../../../functions/buyers/credit-account.ts';
import { authorizeOrder } from '../../../functions/orders/authorize.ts';
import { cancelWholeOrder } from '../../../functions/orders/cancel.ts';
import { captureOrder } from '../../../functions/orders/capture.ts';
import { changeOrderAmount } from '../../../functions/orders/change-amount.ts';
import { creditOrder } from '../../../functions/orders/credit.ts';
import { itemBytes } from '../../../functions/shared/item-size.ts';
import { metered, newMeter, transactionsIndexes } from '../../../functions/shared/meter.ts';
import { yen } from '../../../functions/shared/money.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { aBuyerWithLimit, actor, anOrder, clockAt, orderPorts, placed, resourceIn } from '../../support/orders.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

type Buyer = Awaited<ReturnType<typeof aBuyerWithLimit>>;
const ports = (at = '2026-11-20T03:00:00Z') => orderPorts(tables.transactions, tables.ledger.name, clockAt(at));
const aBuyer = (limit: number, rules?: AccountRules) => aBuyerWithLimit(tables.transactions, limit, undefined, rules);
const accountOf = async (buyer: Buyer) => (await tables.transactions.get(creditAccountKey(buyer))) ?? {};
const available = async (buyer: Buyer) => (await accountOf(buyer)).available;
const stateOf = async (buyer: Buyer, amount: number, at?: string) =>
  resourceIn(await authorizeOrder(ports(at), anOrder(buyer, amount)));

let keys = 0;
const once = () => {
  keys += 1;
  return onceRequest('rules', `key-${keys}`, {});
};
const capture = (buyer: Buyer, orderId: string, shipment: { amount?: number; final?: boolean } = {}) =>
  captureOrder(ports(), {
    merchantId: buyer.merchantId,
    orderId,
    shipment: { shippedOn: '2026-11-20', ...shipment },
    once: once(),
    actor,
  });
const refusal = (code: string) => expect.objectContaining({ code });

describe('P10 where invoices only count against the limit', () => {
  const rules = { counts: 'invoices_only' } as const;

  test('an order does not grow in steps beyond what is left', async () => {
    const buyer = await aBuyer(150_000, rules);
    const { id } = await placed(ports(), buyer, 100_000);
    const grow = (amount: number) => {
      const asked = { amount: yen(amount), version: 1, actor };
      return changeOrderAmount(ports(), { merchantId: buyer.merchantId, orderId: id, ...asked });
    };
    await expect(grow(150_001)).rejects.toEqual(refusal('CreditLimitExceeded'));
    expect(resourceIn(await grow(150_000))).toMatchObject({ amount: 150_000, state: 'authorized' });
    expect(await available(buyer)).toBe(150_000);
  });

  test('an order holds nothing, and its confirmation takes the credit', async () => {
    const buyer = await aBuyer(500_000, rules);
    const first = await placed(ports(), buyer, 400_000);
    const second = await placed(ports(), buyer, 300_000);
    expect(await available(buyer)).toBe(500_000);
    await capture(buyer, first.id);
    expect(await available(buyer)).toBe(100_000);
    await expect(capture(buyer, second.id)).rejects.toEqual(refusal('CreditLimitExceeded'));
    expect(resourceIn(await capture(buyer, second.id, { amount: 100_000, final: true }))).toMatchObject({
      state: 'confirmed',
      amountConfirmed: 100_000,
      amountCancelled: 200_000,
    });
    expect(await available(buyer)).toBe(0);
  });

  test('a cancelled or reduced order gives nothing back, because it had taken nothing', async () => {
    const buyer = await aBuyer(500_000, rules);
    const { id: orderId } = await placed(ports(), buyer, 400_000);
    const lowered = { merchantId: buyer.merchantId, orderId, amount: yen(100_000), version: 1, actor };
    await changeOrderAmount(ports(), lowered);
    await cancelWholeOrder(ports(), { merchantId: buyer.merchantId, orderId, once: once(), actor });
    expect(await available(buyer)).toBe(500_000);
  });

  test('a credit note gives back what the confirmation took', async () => {
    const buyer = await aBuyer(500_000, rules);
    const { id: orderId } = await placed(ports(), buyer, 400_000);
    await capture(buyer, orderId);
    const note = { amount: 150_000, reason: 'returned' as const };
    await creditOrder(ports(), { merchantId: buyer.merchantId, orderId, note, once: once(), actor });
    expect(await available(buyer)).toBe(250_000);
  });

  test('an order above what is left of the limit is refused as ever', async () => {
    const buyer = await aBuyer(500_000, rules);
    await expect(stateOf(buyer, 500_001)).rejects.toEqual(refusal('CreditLimitExceeded'));
  });

  test('of two confirmations at the same moment that exceed the limit together, one succeeds', async () => {
    const buyer = await aBuyer(500_000, rules);
    const orders = [await placed(ports(), buyer, 300_000), await placed(ports(), buyer, 300_000)];
    const outcomes = await Promise.allSettled(orders.map(({ id }) => capture(buyer, id)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await available(buyer)).toBe(200_000);
  });
});

describe('an order above the soft limit', () => {
  test('waits for a person, by two business days, and holds nothing', async () => {
    const buyer = await aBuyer(1_000_000, { reviewAbove: 300_000 });
    expect(await stateOf(buyer, 300_000)).toMatchObject({ state: 'authorized' });
    // 2026-11-20 is a Friday, and the Monday after it is a holiday (勤労感謝の日)
    expect(await stateOf(buyer, 300_001)).toMatchObject({
      state: 'review',
      stateReason: 'over_soft_limit',
      decideBy: '2026-11-25',
      calendarVersion: 'jp-banks-2022',
      nextActions: ['cancel'],
    });
    expect(await available(buyer)).toBe(700_000);
  });

  test('is refused when the limit itself does not cover it', async () => {
    const buyer = await aBuyer(500_000, { reviewAbove: 300_000 });
    await expect(stateOf(buyer, 500_001)).rejects.toEqual(refusal('CreditLimitExceeded'));
  });

  test('cannot be made of a small one by changing its amount', async () => {
    const buyer = await aBuyer(1_000_000, { reviewAbove: 300_000 });
    const { id: orderId } = await placed(ports(), buyer, 100_000);
    const raise = (amount: number, version: number) =>
      changeOrderAmount(ports(), {
        merchantId: buyer.merchantId,
        orderId,
        amount: yen(amount),
        version,
        actor,
      });
    await expect(raise(300_001, 1)).rejects.toEqual(refusal('AmountNeedsReview'));
    expect(resourceIn(await raise(300_000, 1))).toMatchObject({ amount: 300_000 });
    expect(await available(buyer)).toBe(700_000);
  });

  test('asked for again, is answered as before', async () => {
    const buyer = await aBuyer(1_000_000, { reviewAbove: 300_000 });
    const input = anOrder(buyer, 400_000);
    const first = await authorizeOrder(ports(), input);
    expect(await authorizeOrder(ports(), input)).toEqual({ ...first, replayed: true });
    const other = anOrder(buyer, 1000);
    const reused = { ...other, once: { ...other.once, key: input.once.key } };
    await expect(authorizeOrder(ports(), reused)).rejects.toEqual(refusal('IdempotencyKeyReused'));
  });
});

describe('velocity', () => {
  test('the order after the last of a day waits for a person, and the next day begins anew', async () => {
    const buyer = await aBuyer(1_000_000, { ordersPerDayMax: 2 });
    expect(await stateOf(buyer, 1000)).toMatchObject({ state: 'authorized' });
    expect(await stateOf(buyer, 1000)).toMatchObject({ state: 'authorized' });
    expect(await stateOf(buyer, 1000)).toMatchObject({ state: 'review', stateReason: 'velocity' });
    expect(await stateOf(buyer, 1000, '2026-11-20T15:00:00Z')).toMatchObject({ state: 'authorized' }); // midnight in Japan
  });

  test('the yen of a day are counted to the last one, rises of an amount among them', async () => {
    const buyer = await aBuyer(1_000_000, { amountPerDayMax: 100_000 });
    const first = await stateOf(buyer, 60_000);
    const raise = { merchantId: buyer.merchantId, orderId: first.id, version: 1, actor };
    await changeOrderAmount(ports(), { ...raise, amount: yen(70_000) });
    expect(await stateOf(buyer, 30_001)).toMatchObject({ state: 'review', stateReason: 'velocity' });
    expect(await stateOf(buyer, 30_000)).toMatchObject({ state: 'authorized' });
  });

  test('of twenty at the same moment exactly as many are authorized as the day allows', async () => {
    const buyer = await aBuyer(1_000_000, { ordersPerDayMax: 7 });
    const all = await Promise.all(Array.from({ length: 20 }, () => stateOf(buyer, 1000)));
    expect(all.filter(({ state }) => state === 'authorized')).toHaveLength(7);
    expect(all.filter(({ state }) => state === 'review')).toHaveLength(13);
    expect(await available(buyer)).toBe(993_000);
  });

  test('a year of orders leaves the account within a kilobyte and costs no more than the first day', async () => {
    const buyer = await aBuyer(9_000_000, { ordersPerDayMax: 50, amountPerDayMax: 5_000_000 });
    const meter = newMeter();
    const table = metered(tables.transactions, meter, [tables.ledger], transactionsIndexes);
    let orders = 0;
    for (let day = 0; day < 120; day += 1 + (day % 5)) {
      const at = new Date(Date.parse('2026-05-01T03:00:00Z') + day * 86_400_000).toISOString();
      await authorizeOrder(orderPorts(table, tables.ledger.name, clockAt(at)), anOrder(buyer, 1000));
      orders += 1;
    }
    expect(itemBytes(await accountOf(buyer))).toBeLessThan(1024);
    expect(meter.writeUnits / orders).toBeLessThan(5.5); // four for the order, and now and then the counters' tidying
    expect(await available(buyer)).toBe(9_000_000 - orders * 1000);
  });

  test('an account from before there were rules gets them with its next order', async () => {
    const buyer = await aBuyer(1_000_000);
    const { rules, days, ...old } = await accountOf(buyer);
    await tables.transactions.write({ table: tables.transactions.name, put: old });
    expect(await stateOf(buyer, 400_000)).toMatchObject({ state: 'authorized' });
    expect(await accountOf(buyer)).toMatchObject({ available: 600_000, rules: { counts: 'holds_and_invoices' } });
    expect([rules, days]).not.toContain(undefined);
  });
});
