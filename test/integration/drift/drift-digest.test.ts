import { beforeAll, describe, expect, test } from 'vitest';
import { walkOpenDrifts } from '../../../functions/drift/drift-digest.store.ts';
import { digestDrifts, type OpenDrift } from '../../../functions/drift/drift-digest.ts';
import type { HandedOn } from '../../../functions/notifications/notify.ts';
import { orderStore } from '../../../functions/orders/order.store.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { aBuyerWithLimit, clockAt, placed } from '../../support/orders.ts';
import { aShop } from '../../support/shop.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

/** A shop whose orders come apart from ours at the time of its clock. */
async function aMerchant() {
  const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000);
  const clock = clockAt('2026-11-18T03:00:00Z');
  const shop = aShop(tables, buyer.merchantId, clock);
  const apart = async () => {
    const order = await placed(shop.ports, buyer, 100_000);
    await shop.edit(order.id, { shopAmount: 90_000, changePaidAmount: false });
    return order;
  };
  return { ...buyer, clock, shop, apart };
}

async function openOf(merchantId: string): Promise<OpenDrift[]> {
  const found: OpenDrift[] = [];
  for await (const drift of walkOpenDrifts(tables.transactions)) {
    if (drift.merchantId === merchantId) found.push(drift);
  }
  return found;
}

async function digestOf(merchantId: string, at: string) {
  const told: HandedOn['event'][] = [];
  const shop = aShop(tables, merchantId);
  const letters = {
    sendAll: async (messages: readonly HandedOn[]) => void told.push(...messages.map((one) => one.event)),
  };
  const drifts = { open: () => walkOpenDrifts(tables.transactions), find: shop.ports.drifts.find };
  await digestDrifts({ clock: clockAt(at), drifts, isServed: async () => true, letters });
  return told.filter((event) => event.merchantId === merchantId).map(({ data }) => data);
}

describe('P20 drifts that are left open', () => {
  test('are told to their merchant from the next day on, until they are resolved', async () => {
    const { merchantId, clock, shop, apart } = await aMerchant();
    const oldest = await apart();
    clock.set('2026-11-19T03:00:00Z');
    await apart();
    expect(await digestOf(merchantId, '2026-11-19T02:00:00Z')).toEqual([]);
    expect(await digestOf(merchantId, '2026-11-21T00:00:00Z')).toEqual([
      { id: merchantId, openDrifts: 2, openSince: '2026-11-18', reference: oldest.reference },
    ]);
    for (const { driftId } of await openOf(merchantId)) await shop.resolve(driftId, 'accept');
    expect(await openOf(merchantId)).toEqual([]);
    expect(await digestOf(merchantId, '2026-11-22T00:00:00Z')).toEqual([]);
  });

  test('count from the day on which they opened again', async () => {
    const { merchantId, clock, shop, apart } = await aMerchant();
    const order = await apart();
    await shop.edit(order.id, { shopAmount: 100_000, changePaidAmount: false });
    expect(await openOf(merchantId)).toEqual([]);
    clock.set('2026-11-20T03:00:00Z');
    await shop.edit(order.id, { shopAmount: 80_000, changePaidAmount: false });
    expect(await openOf(merchantId)).toMatchObject([{ openedAt: '2026-11-20T03:00:00.000Z' }]);
  });

  test('are no holds: the daily run of expiry meets orders only', async () => {
    const { merchantId, apart } = await aMerchant();
    const order = await apart();
    const met: string[] = [];
    const { endingHolds } = orderStore(tables.transactions, tables.ledger.name);
    for await (const id of endingHolds('2028-01-01')) if (id.merchantId === merchantId) met.push(id.orderId);
    expect(met).toEqual([order.id]);
  });
});
