import { beforeAll, describe, expect, test } from 'vitest';
import { eventStore } from '../../../functions/events/event.store.ts';
import type { MerchantEvent } from '../../../functions/events/event.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { openVault, type Vault } from '../../../functions/shared/vault.ts';
import { createWebhookEndpoint } from '../../../functions/webhooks/create-endpoint.ts';
import { deliveryStore } from '../../../functions/webhooks/delivery.store.ts';
import { attempted, openDelivery } from '../../../functions/webhooks/delivery.ts';
import type { EndpointWithSecret } from '../../../functions/webhooks/endpoint.contract.ts';
import { endpointStore } from '../../../functions/webhooks/endpoint.store.ts';
import { changed, deleted, disabled, endpointsMax } from '../../../functions/webhooks/endpoint.ts';
import { replayStore } from '../../../functions/webhooks/replay.store.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { keyService } from '../../support/key-service.ts';

const clock = { now: () => Date.parse('2026-11-02T00:00:00Z') };
const at = new Date(clock.now()).toISOString();
const actor = { by: 'key_1', requestId: 'req-1' };

let tables: TestTables;
let vault: Vault;
let endpoints: ReturnType<typeof endpointStore>;

beforeAll(async () => {
  tables = await testTables();
  vault = openVault(keyService(), clock);
  endpoints = endpointStore(tables.transactions, clock, vault);
});

let asked = 0;
async function anEndpoint(merchantId: string, key = `key-${asked++}`, events = ['*']): Promise<EndpointWithSecret> {
  const policy = { allowsLoopback: false };
  const body = { url: 'https://shop.example.jp/', events };
  const once = onceRequest(merchantId, key, body);
  const ports = { clock, vault, endpoints, policy, mayCall: async () => true };
  const told = await createWebhookEndpoint(ports, { merchantId, asked: body, once, actor });
  return JSON.parse(told.body);
}

const hasWebhooks = async (merchantId: string): Promise<boolean> =>
  (await eventStore(tables.transactions, clock).record(merchantId, [])).hasWebhooks;

describe('the webhook endpoints of a merchant', () => {
  test('are as many as there may be, and the recorder knows whether any is enabled', async () => {
    expect(await hasWebhooks('mer_many')).toBe(false);
    const made = await Promise.all(Array.from({ length: endpointsMax }, () => anEndpoint('mer_many')));
    await expect(anEndpoint('mer_many')).rejects.toMatchObject({ code: 'WebhookEndpointLimitReached' });
    expect(await hasWebhooks('mer_many')).toBe(true);
    for (const [place, { id }] of made.entries()) {
      const endpoint = await endpoints.get('mer_many', id);
      const by = { at, actor };
      await endpoints.save(place % 2 === 0 ? deleted(endpoint, 0, by) : disabled(endpoint, 'gone', by));
    }
    expect(await hasWebhooks('mer_many')).toBe(false);
    const { id } = await anEndpoint('mer_many');
    expect((await endpoints.enabled('mer_many')).map(({ endpoint }) => endpoint.endpointId)).toEqual([id]);
  });

  test('keep their secrets sealed: neither the endpoint nor the proof of the request shows one', async () => {
    const { secret } = await anEndpoint('mer_sealed', 'once');
    const { items } = await tables.transactions.query({ partition: 'MERCHANT#mer_sealed' });
    expect(items.length).toBeGreaterThan(2);
    const stored = Buffer.from(
      JSON.stringify(items, (_, value) =>
        value instanceof Uint8Array ? [...value].map((byte) => String.fromCharCode(byte)).join('') : value,
      ),
    );
    expect(stored.includes(secret)).toBe(false);
    expect(stored.includes(secret.slice(6))).toBe(false);
    expect((await anEndpoint('mer_sealed', 'once')).secret).toBe(secret);
  });

  test('are nobody else’s', async () => {
    const { id } = await anEndpoint('mer_mine');
    await expect(endpoints.get('mer_yours', id)).rejects.toMatchObject({ code: 'WebhookEndpointNotFound' });
    expect((await endpoints.list({ merchantId: 'mer_yours', limit: 10 })).items).toEqual([]);
  });

  test('changed by two at once keep one change, and say so to the other', async () => {
    const { id } = await anEndpoint('mer_race');
    const before = await endpoints.get('mer_race', id);
    const change = (url: string) => endpoints.save(changed(before, { url }, { at, actor }));
    const ends = await Promise.allSettled([change('https://a.example.jp/'), change('https://b.example.jp/')]);
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
    expect(refused).toEqual(['WebhookEndpointStateConflict']);
  });

  test('remember since when they fail, until they take something again', async () => {
    const { id } = await anEndpoint('mer_health');
    const fails = (at: string, isFirst: boolean) => endpoints.noteFailure('mer_health', id, at, { isFirst });
    await fails('2026-10-02T01:00:00.000Z', true);
    await fails('2026-11-02T01:00:00.000Z', true); // so long after the one before that it begins anew
    await fails('2026-11-02T02:00:00.000Z', false);
    const failing = { lastFailureAt: '2026-11-02T02:00:00.000Z', failingSince: '2026-11-02T01:00:00.000Z' };
    expect((await endpoints.enabled('mer_health'))[0]?.health).toMatchObject(failing);
    await endpoints.noteRecovery('mer_health', id);
    expect((await endpoints.health('mer_health', id)).failingSince).toBeUndefined();
    await fails('2026-11-03T00:00:00.000Z', false); // recovered since its sender looked
    expect((await endpoints.health('mer_health', id)).failingSince).toBe('2026-11-03T00:00:00.000Z');
  });

  test('are not found under the key of an item that belongs to one', async () => {
    const { id } = await anEndpoint('mer_keys');
    await endpoints.noteFailure('mer_keys', id, at, { isFirst: true });
    const asEndpoint = endpoints.get('mer_keys', `${id}#HEALTH`);
    await expect(asEndpoint).rejects.toMatchObject({ code: 'WebhookEndpointNotFound' });
  });
});

test('an endpoint belongs to one replay at a time, until it is given back or its time is over', async () => {
  const replays = replayStore(tables.transactions, clock);
  const take = (replayId: string, now: string, until: string) =>
    replays.takeTurn(
      { merchantId: 'mer_turn', endpointId: 'whe_1', replayId },
      `2026-11-02T${now}:00.000Z`,
      `2026-11-02T${until}:00.000Z`,
    );
  const both = await Promise.all([take('whr_1', '00:00', '00:04'), take('whr_2', '00:00', '00:04')]);
  expect(both.toSorted()).toEqual([false, true]);
  const [mine, other] = both[0] ? (['whr_1', 'whr_2'] as const) : (['whr_2', 'whr_1'] as const);
  expect(await take(mine, '00:03', '00:07')).toBe(true);
  expect(await take(other, '00:05', '00:09')).toBe(false);
  expect(await take(mine, '00:06', '00:06')).toBe(true);
  expect(await take(other, '00:06', '00:10')).toBe(true);
  expect(await take(mine, '00:10', '00:14')).toBe(true);
});

describe('the delivery of an event to an endpoint', () => {
  const event: MerchantEvent = {
    id: 'evt_1',
    merchantId: 'mer_a',
    type: 'order.confirmed',
    resourceId: 'ord_1',
    sequence: 2,
    apiVersion: '2026-01-01',
    occurredAt: at,
    data: {},
  };
  const outcome = (status: number) => ({ outcome: { status }, durationMs: 1, atMs: clock.now(), random: 0 });

  test('is one, however often the event comes, and no attempt is lost when two write at once', async () => {
    const deliveries = deliveryStore(tables.transactions);
    const { id } = await anEndpoint('mer_a');
    const endpoint = await endpoints.get('mer_a', id);
    const opened = await deliveries.open(openDelivery({ event, position: 7 }, endpoint, at));
    await Promise.all([500, 503].map((status) => deliveries.change(opened, (one) => attempted(one, outcome(status)))));
    const again = await deliveries.open(openDelivery({ event, position: 7 }, endpoint, at));
    expect(again).toMatchObject({ state: 'retrying', tries: 2, version: 2 });
    expect(again.attempts.map(({ status }) => status).toSorted()).toEqual([500, 503]);
  });

  test('is listed with the latest event first, page by page, and by state', async () => {
    const deliveries = deliveryStore(tables.transactions);
    const { id } = await anEndpoint('mer_list');
    const endpoint = await endpoints.get('mer_list', id);
    for (const position of [1, 2, 10, 100]) {
      const placed = { event: { ...event, id: `evt_${position}`, merchantId: 'mer_list' }, position };
      const opened = await deliveries.open(openDelivery(placed, endpoint, at));
      await deliveries.change(opened, (one) => attempted(one, outcome(position === 2 ? 410 : 200)));
    }
    const list = (query: object) => deliveries.list({ merchantId: 'mer_list', endpointId: id, limit: 3, ...query });
    const first = await list({});
    const rest = await list({ cursor: first.nextCursor ?? '' });
    expect([...first.items, ...rest.items].map(({ position }) => position)).toEqual([100, 10, 2, 1]);
    expect(rest.nextCursor).toBeNull();
    expect((await list({ state: 'failed' })).items.map(({ position }) => position)).toEqual([2]);
    const stolen = deliveries.list({ merchantId: 'mer_a', endpointId: id, limit: 3, cursor: first.nextCursor ?? '' });
    await expect(stolen).rejects.toMatchObject({ code: 'MalformedRequest' });
  });
});
