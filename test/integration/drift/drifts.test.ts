import { beforeAll, describe, expect, test } from 'vitest';
import { creditAccountKey } from '../../../functions/buyers/credit-account.ts';
import type { DriftResource } from '../../../functions/drift/drift.contract.ts';
import { resolveDrift } from '../../../functions/drift/resolve-drift.ts';
import { cancelWholeOrder } from '../../../functions/orders/cancel.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { aBuyerWithLimit, actor, placed } from '../../support/orders.ts';
import { aShop, bodyIn } from '../../support/shop.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

/** A shop with one order of 100,000 yen and a limit of a million. */
async function anOrder() {
  const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
  const shop = aShop(tables, buyer.merchantId);
  const order = await placed(shop.ports, buyer, 100_000);
  const available = async () => (await tables.transactions.get(creditAccountKey(buyer)))?.available;
  const now = async () => (await shop.ports.orders.get({ merchantId: buyer.merchantId, orderId: order.id })).order;
  return { buyer, shop, order, available, now };
}

const outboxOf = async (merchantId: string, driftId: string) =>
  (await tables.transactions.get({ PK: `MERCHANT#${merchantId}`, SK: `DRIFT#${driftId}` }))?.outbox;

const only = (drifts: readonly DriftResource[]): DriftResource => {
  const [drift] = drifts;
  if (!drift || drifts.length > 1) throw new Error(`${drifts.length} drifts`);
  return drift;
};

describe('D5 a drift of the amount', () => {
  test('is there with the change that makes it, and gone with the change that ends it', async () => {
    const { shop, order, buyer } = await anOrder();
    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: false });
    const drift = only(await shop.drifts());
    expect(drift).toMatchObject({ kind: 'amount', state: 'open', orderId: order.id, reference: order.reference });
    expect(drift).toMatchObject({ shopAmount: 90_000, paidAmount: 100_000, difference: -10_000, version: 1 });
    expect(drift.proposals).toEqual(['adopt_shop_amount', 'keep_paid_amount', 'accept']);
    expect(await outboxOf(buyer.merchantId, drift.id)).toBe('drift.detected');

    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: true });
    const over = only(await shop.drifts());
    expect(over).toMatchObject({
      id: drift.id,
      state: 'resolved',
      resolution: 'change',
      paidAmount: 90_000,
      version: 2,
    });
    expect(await outboxOf(buyer.merchantId, drift.id)).toBe('drift.resolved');
  });

  test('is resolved by taking over the amount of the shop, with a fresh look at the credit', async () => {
    const { shop, order, now, available } = await anOrder();
    await shop.edit(order.id, { shopAmount: 150_000, changePaidAmount: false });
    const { id } = only(await shop.drifts());
    const resolved = bodyIn<DriftResource>(await shop.resolve(id, 'adopt_shop_amount'));
    expect(resolved).toMatchObject({ state: 'resolved', resolution: 'adopt_shop_amount', proposals: [] });
    expect(await now()).toMatchObject({ amount: 150_000 });
    expect((await now()).shopAmount).toBeUndefined();
    expect(await available()).toBe(850_000);
    const [detected, ended] = resolved.evidence;
    expect(detected).toMatchObject({ what: 'detected', facts: { shopAmount: 150_000, paidAmount: 100_000 } });
    expect(ended).toMatchObject({
      what: 'resolved',
      by: actor.by,
      requestId: actor.requestId,
      reason: '担当者が確認した',
    });
    expect(ended?.facts).toMatchObject({ paidAmount: 150_000 });
  });

  test('stays open when the limit does not cover the amount of the shop', async () => {
    const { shop, order, now, available } = await anOrder();
    await shop.edit(order.id, { shopAmount: 1_200_000, changePaidAmount: false });
    const { id } = only(await shop.drifts());
    await expect(shop.resolve(id, 'adopt_shop_amount')).rejects.toMatchObject({ code: 'CreditLimitExceeded' });
    expect(only(await shop.drifts())).toMatchObject({ state: 'open', version: 1 });
    expect(await now()).toMatchObject({ amount: 100_000, shopAmount: 1_200_000 });
    expect(await available()).toBe(900_000);
  });

  test('is resolved by keeping ours, and opens again when the shop says the same again', async () => {
    const { shop, order, now } = await anOrder();
    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: false });
    const { id } = only(await shop.drifts());
    await shop.resolve(id, 'keep_paid_amount');
    expect(await now()).toMatchObject({ amount: 100_000 });
    expect((await now()).shopAmount).toBeUndefined();
    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: false });
    expect(only(await shop.drifts())).toMatchObject({ id, state: 'open', version: 3 });
  });

  test('that is accepted stays so until the shop says something else', async () => {
    const { shop, order } = await anOrder();
    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: false });
    const { id } = only(await shop.drifts());
    await shop.resolve(id, 'accept');
    await shop.press(order.id, { action: 'confirm', version: 2 });
    expect(only(await shop.drifts())).toMatchObject({ state: 'resolved', resolution: 'accept' });
  });

  test('that has just changed is not accepted as it was before', async () => {
    const { shop, order, buyer } = await anOrder();
    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: false });
    const { id } = only(await shop.drifts());
    const meanwhile = await shop.ports.drifts.get({ merchantId: buyer.merchantId, driftId: id });
    await shop.edit(order.id, { shopAmount: 80_000, changePaidAmount: false });
    const seenBefore = { ...shop.ports, drifts: { ...shop.ports.drifts, get: () => Promise.resolve(meanwhile) } };
    const [resolution, reason] = ['accept', '担当者が確認した'] as const;
    const once = onceRequest('shop', 'outdated', { resolution, reason });
    const input = { merchantId: buyer.merchantId, driftId: id, resolution, reason, once, actor };
    await expect(resolveDrift(seenBefore, input)).rejects.toMatchObject({ code: 'TooBusy' });
    expect(only(await shop.drifts())).toMatchObject({ state: 'open', shopAmount: 80_000 });
    expect(JSON.parse((await resolveDrift(shop.ports, input)).body)).toMatchObject({ state: 'resolved' });
  });

  test('is told once however often the decision is sent, also after a death in between', async () => {
    const { shop, order, now } = await anOrder();
    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: false });
    const { id } = only(await shop.drifts());
    const dying = {
      ...shop.ports,
      drifts: { ...shop.ports.drifts, prove: () => Promise.reject(new Error('the process died')) },
    };

    const [resolution, reason] = ['adopt_shop_amount', '担当者が確認した'] as const;
    const once = onceRequest('shop', 'dying', { resolution, reason });
    const input = { merchantId: (await now()).merchantId, driftId: id, resolution, reason, once, actor };
    await expect(resolveDrift(dying, input)).rejects.toThrow('the process died');
    expect(await now()).toMatchObject({ amount: 90_000, version: 3 });
    const first = await resolveDrift(shop.ports, input);
    expect(await resolveDrift(shop.ports, input)).toEqual({ ...first, replayed: true });
    expect(await now()).toMatchObject({ amount: 90_000, version: 3 });
    await expect(shop.resolve(id, 'accept')).rejects.toMatchObject({ code: 'DriftAlreadyResolved' });
  });
});

describe('D5 a drift of the status', () => {
  test('says that the shop has cancelled and the payment stands, and is resolved by cancelling it', async () => {
    const { shop, order, now, available } = await anOrder();
    await shop.report(order.id, 'cancelled');
    const drift = only(await shop.drifts());
    expect(drift).toMatchObject({ kind: 'status', cause: 'shop_cancelled', shopStatus: 'cancelled', state: 'open' });
    expect(await available()).toBe(900_000);
    await shop.resolve(drift.id, 'cancel_payment');
    expect(await now()).toMatchObject({ state: 'cancelled' });
    expect(await available()).toBe(1_000_000);
    expect(only(await shop.drifts())).toMatchObject({ state: 'resolved', resolution: 'cancel_payment' });
  });

  test('says that the shop has shipped and nothing is confirmed, and is resolved by confirming', async () => {
    const { shop, order, now } = await anOrder();
    await shop.report(order.id, 'shipped');
    const drift = only(await shop.drifts());
    expect(drift).toMatchObject({ cause: 'shop_shipped', proposals: ['confirm_payment', 'accept'] });
    await shop.resolve(drift.id, 'confirm_payment');
    expect(await now()).toMatchObject({ state: 'confirmed', amountConfirmed: 100_000 });
    expect(only(await shop.drifts())).toMatchObject({ state: 'resolved', resolution: 'confirm_payment' });
  });

  test('ends by itself when the order is confirmed another way', async () => {
    const { shop, order } = await anOrder();
    await shop.report(order.id, 'shipped');
    await shop.press(order.id, { action: 'confirm', version: 2 });
    expect(only(await shop.drifts())).toMatchObject({ state: 'resolved', resolution: 'change' });
  });

  test('says that a payment is cancelled while the shop goes on, and a report of the shop ends it', async () => {
    const { shop, order, buyer } = await anOrder();
    await shop.report(order.id, 'open');
    expect(await shop.drifts()).toEqual([]);
    const once = onceRequest('native', 'cancel', {});
    await cancelWholeOrder(shop.ports, { merchantId: buyer.merchantId, orderId: order.id, once, actor });
    const drift = only(await shop.drifts());
    expect(drift).toMatchObject({ cause: 'payment_released', orderState: 'cancelled', proposals: ['accept'] });
    await expect(shop.resolve(drift.id, 'confirm_payment')).rejects.toMatchObject({ code: 'ResolutionNotApplicable' });
    await shop.report(order.id, 'cancelled');
    expect(only(await shop.drifts())).toMatchObject({ state: 'resolved', resolution: 'change' });
  });

  test('of a confirmed payment cannot be resolved by cancelling it', async () => {
    const { shop, order } = await anOrder();
    await shop.press(order.id, { action: 'confirm', version: 1 });
    await shop.report(order.id, 'cancelled');
    expect(only(await shop.drifts())).toMatchObject({ cause: 'shop_cancelled', proposals: ['accept'] });
  });
});

describe('D5 a comparison with the list of the shop', () => {
  test('finds each class of drift once, and nothing where both sides agree', async () => {
    const { shop, buyer, order: same } = await anOrder();
    const [dearer, cancelled, missing] = [
      await placed(shop.ports, buyer, 20_000),
      await placed(shop.ports, buyer, 30_000),
      await placed(shop.ports, buyer, 40_000),
    ];
    const list = [
      { reference: same.reference, amount: 100_000, status: 'open' as const },
      { reference: dearer.reference, amount: 25_000, status: 'open' as const },
      { reference: cancelled.reference, amount: 30_000, status: 'cancelled' as const },
      { reference: 'only-in-the-shop', amount: 5000, status: 'open' as const },
      { reference: 'dropped-in-the-shop', amount: 6000, status: 'cancelled' as const },
    ];
    const found = await shop.compare(list);
    expect(found).toMatchObject({ compared: 5, agreeing: 2, found: { amount: 1, status: 1, missing: 1, extra: 1 } });
    const drifts = Object.fromEntries((await shop.drifts()).map((drift) => [drift.kind, drift]));
    expect(drifts.amount).toMatchObject({ reference: dearer.reference, shopAmount: 25_000, paidAmount: 20_000 });
    expect(drifts.status).toMatchObject({ reference: cancelled.reference, cause: 'shop_cancelled' });
    expect(drifts.missing).toMatchObject({ reference: missing.reference, cause: 'not_in_shop', orderId: missing.id });
    expect(drifts.extra).toMatchObject({ reference: 'only-in-the-shop', cause: 'not_with_us', orderId: null });

    await shop.compare(list);
    expect((await shop.drifts()).map(({ version }) => version)).toEqual([1, 1, 1, 1]);
  });

  test('ends what was missing or too many when both sides have it', async () => {
    const { shop, order } = await anOrder();
    await shop.compare([{ reference: 'later-ours', amount: 5000, status: 'open' }]);
    expect((await shop.drifts()).map(({ kind, state }) => [kind, state]).sort()).toEqual([
      ['extra', 'open'],
      ['missing', 'open'],
    ]);
    const again = await shop.compare([
      { reference: 'later-ours', amount: 5000, status: 'cancelled' },
      { reference: order.reference, amount: 100_000, status: 'open' },
    ]);
    expect(again).toMatchObject({ settled: 2, agreeing: 2 });
    expect((await shop.drifts()).map(({ state, resolution }) => [state, resolution])).toEqual([
      ['resolved', 'change'],
      ['resolved', 'change'],
    ]);
  });

  test('resolves an order that the shop does not have by cancelling its payment', async () => {
    const { shop, now } = await anOrder();
    await shop.compare([]);
    const drift = only(await shop.drifts());
    expect(drift).toMatchObject({ kind: 'missing', proposals: ['cancel_payment', 'accept'] });
    await shop.resolve(drift.id, 'cancel_payment');
    expect(await now()).toMatchObject({ state: 'cancelled' });
    expect(only(await shop.drifts())).toMatchObject({ state: 'resolved', resolution: 'cancel_payment' });
  });

  test('writes down what the shop shows, so that its screen and ours say the same', async () => {
    const { shop, order, now } = await anOrder();
    await shop.compare([{ reference: order.reference, amount: 90_000, status: 'shipped' }]);
    expect(await now()).toMatchObject({ shopAmount: 90_000, shopStatus: 'shipped', amount: 100_000, version: 2 });
    await shop.compare([{ reference: order.reference, amount: 100_000, status: 'open' }]);
    expect((await shop.drifts()).map(({ state }) => state)).toEqual(['resolved', 'resolved']);
    expect((await now()).shopAmount).toBeUndefined();
  });

  test('leaves alone the orders on which both sides agree', async () => {
    const { shop, order, now } = await anOrder();
    await shop.compare([{ reference: order.reference, amount: 100_000, status: 'open' }]);
    expect(await now()).toMatchObject({ version: 1 });
  });

  test('that takes too long is told to be sent again, and then goes on where it stopped', async () => {
    const { shop, order, buyer, now } = await anOrder();
    const other = await placed(shop.ports, buyer, 50_000);
    let asked = 0;
    const slowly = (): number => {
      asked += 1;
      return shop.ports.clock.now() + (asked <= 2 ? 0 : 23_000);
    };
    const list = [order, other].map(({ reference }) => ({ reference, amount: 1, status: 'open' as const }));
    const late = aShop(tables, buyer.merchantId, { now: slowly });
    await expect(late.compare(list, {}, 'too-long')).rejects.toMatchObject({ code: 'TooBusy' });
    expect(await shop.compare(list, {}, 'too-long')).toMatchObject({ compared: 2, found: { amount: 2 } });
    expect(await now()).toMatchObject({ version: 2, shopAmount: 1 });
  });

  test('sent again under its key is answered as the first time', async () => {
    const { shop } = await anOrder();
    const first = await shop.compare([], {}, 'compare-once');
    expect(await shop.compare([], {}, 'compare-once')).toEqual(first);
    expect(only(await shop.drifts())).toMatchObject({ version: 1 });
  });
});

test('D5 a change of an order and its drift are written together or not at all', async () => {
  const { shop, order, now } = await anOrder();
  const edits = Array.from({ length: 6 }, (_, at) =>
    shop.edit(order.id, { shopAmount: 90_000 + at, changePaidAmount: false }).catch(({ code }) => code),
  );
  await Promise.all(edits);
  const { shopAmount, version } = await now();
  const drift = only(await shop.drifts());
  expect(drift).toMatchObject({ state: 'open', shopAmount, version: version - 1 });
});
