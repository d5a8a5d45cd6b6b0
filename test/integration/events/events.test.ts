import { beforeAll, describe, expect, test } from 'vitest';
import { eventStore } from '../../../functions/events/event.store.ts';
import type { MerchantEvent } from '../../../functions/events/event.ts';
import { listMerchantEvents } from '../../../functions/events/list.ts';
import { listAudit } from '../../../functions/events/list-audit.ts';
import { staffListOf } from '../../../functions/events/staff-list.ts';
import { testTables } from '../../support/dynamodb.ts';

let events: ReturnType<typeof eventStore>;
let now = Date.parse('2026-11-02T01:00:00Z');

const eventOf = (merchantId: string, resource: number, sequence: number, type: string): MerchantEvent => ({
  id: `evt_${merchantId}_${resource}_${sequence}`,
  merchantId,
  type,
  resourceId: `ord_${resource}`,
  sequence,
  apiVersion: '2026-01-01',
  occurredAt: `2026-11-02T00:00:${String(60 - sequence)}.000Z`, // what occurred later may be recorded earlier
  data: { id: `ord_${resource}`, version: sequence },
});

const told = [
  eventOf('mer_a', 1, 1, 'order.authorized'),
  eventOf('mer_a', 2, 1, 'order.authorized'),
  eventOf('mer_a', 1, 2, 'order.partially_confirmed'),
  eventOf('mer_a', 1, 10, 'order.confirmed'),
  eventOf('mer_a', 2, 2, 'order.cancelled'),
];

const audit = (by: string) => ({
  by,
  requestId: 'req-1',
  providerAnswer: 'OK:1',
  from: null,
  to: { state: 'authorized' },
});
const change = (event: MerchantEvent, by?: string) => ({ event, audit: by === undefined ? undefined : audit(by) });

beforeAll(async () => {
  events = eventStore((await testTables()).transactions, { now: () => now });
  await events.record(
    'mer_a',
    told.slice(0, 3).map((event) => change(event, `key_${event.sequence}`)),
  );
  now += 60_000;
  await events.record(
    'mer_a',
    told.slice(1).map((event) => change(event)),
  );
  await events.record('mer_b', [change(eventOf('mer_b', 9, 1, 'order.authorized'), 'key_b')]);
});

/** A change of the merchant's file, in the list that staff keeps. */
const staffEvent = (): MerchantEvent => ({
  ...eventOf('mer_a', 1, 3, 'merchant_file.changed'),
  ...{ id: 'evt_staff', merchantId: staffListOf('mer_a'), resourceId: 'mer_a' },
});

const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
const list = (query: object) => listMerchantEvents({ events }, { merchantId: 'mer_a', limit: 20, ...query });

describe('events of a merchant', () => {
  test('are listed once each, in the order in which they were recorded', async () => {
    expect(await list({})).toEqual({ items: told.map(({ merchantId: _, ...event }) => event), nextCursor: null });
  });

  test('are numbered without a gap, also by recorders at the same time', async () => {
    const racing = Array.from({ length: 4 }, (_, at) => eventOf('mer_race', at, 1, 'order.authorized'));
    await Promise.all(racing.map((event) => events.record('mer_race', [change(event), change(racing[0] ?? event)])));
    const { events: recorded } = await events.page('mer_race', { limit: 10 });
    expect(recorded.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(ids(recorded).toSorted()).toEqual(ids(racing));
  });

  test('that come again keep their position, and whoever asks is told it', async () => {
    const again = await events.record('mer_a', [change(told[3] as MerchantEvent), change(told[0] as MerchantEvent)]);
    expect(again).toMatchObject({ placed: [{ position: 4 }, { position: 1 }], hasWebhooks: false });
    expect(await events.latest('mer_a')).toBe(5);
  });

  test('are read in pages without a gap or a repeat', async () => {
    const met: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 2, cursor });
      met.push(...ids(page.items));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(met).toEqual(ids(told));
  });

  test('go on after one that is known, and come to whoever polls even when they occurred before it', async () => {
    expect(ids((await list({ after: told[1]?.id })).items)).toEqual(ids(told.slice(2)));
    expect(ids((await list({ after: told[4]?.id })).items)).toEqual([]);
  });

  test.for([
    [{ type: 'order.authorized' }, [0, 1]],
    [{ type: 'order.*' }, [0, 1, 2, 3, 4]],
    [{ type: 'orders.*' }, []],
    [{ resourceId: 'ord_1' }, [0, 2, 3]],
    [{ resourceId: 'ord_1', type: 'order.confirmed', after: 'evt_mer_a_2_1' }, [3]],
    [{ from: '2026-11-02T01:00:00.000Z' }, [0, 1, 2, 3, 4]],
    [{ from: '2026-11-02T01:00:00.001Z' }, [3, 4]],
    [{ to: '2026-11-02T01:01:00.000Z' }, [0, 1, 2]],
    [{ from: '2026-11-02T01:01:00.001Z' }, []],
    [{ from: '2026-11-02T01:00:30.000Z', after: 'evt_mer_a_1_10' }, [4]],
  ] as const)('are found by %o', async ([query, expected]) => {
    expect(ids((await list(query)).items)).toEqual(expected.map((at) => told[at]?.id));
  });

  test("are nobody else's: the id of another merchant's event does not exist", async () => {
    await expect(list({ after: 'evt_mer_b_9_1' })).rejects.toMatchObject({ code: 'EventNotFound' });
    const { nextCursor } = await list({ limit: 1 });
    const stolen = listMerchantEvents({ events }, { merchantId: 'mer_b', limit: 20, cursor: nextCursor ?? '' });
    await expect(stolen).rejects.toMatchObject({ code: 'MalformedRequest' });
  });
});

describe('the audit trail', () => {
  const merchant = { keyId: 'key_a', merchantId: 'mer_a', scopes: ['events:read'], methods: ['paid'] };
  const operator = { keyId: 'key_op', merchantId: '', scopes: ['operator'], methods: [] };
  const keys = { idsOf: async () => new Set(['key_1', 'key_2']) };
  const trail = (caller: typeof merchant, query: object = {}) =>
    listAudit({ events, keys }, caller, { limit: 20, ...query });

  test('B8 tells who did what, newest first, where the change says so', async () => {
    const { items } = await trail(merchant);
    expect(items.map(({ id, by }) => [id, by])).toEqual([
      ['evt_mer_a_1_2', 'key_2'],
      ['evt_mer_a_2_1', 'key_1'],
      ['evt_mer_a_1_1', 'key_1'],
    ]);
    expect(items[0]).toEqual({
      id: 'evt_mer_a_1_2',
      action: 'order.partially_confirmed',
      resourceId: 'ord_1',
      by: 'key_2',
      requestId: 'req-1',
      providerAnswer: null,
      from: null,
      to: { state: 'authorized' },
      at: told[2]?.occurredAt,
    });
  });

  test('tells operators what the credit bureau answered about an order, and its merchant not', async () => {
    const [row] = (await trail(operator, { merchantId: 'mer_a', resourceId: 'ord_1' })).items;
    expect(row?.providerAnswer).toBe('OK:1');
    expect(JSON.stringify(await trail(merchant))).not.toContain('OK:1');
  });

  test('is read in pages, and of one resource', async () => {
    const first = await trail(merchant, { limit: 2 });
    const second = await trail(merchant, { limit: 2, cursor: first.nextCursor ?? '' });
    expect(ids([...first.items, ...second.items])).toEqual(['evt_mer_a_1_2', 'evt_mer_a_2_1', 'evt_mer_a_1_1']);
    expect(ids((await trail(merchant, { resourceId: 'ord_1' })).items)).toEqual(['evt_mer_a_1_2', 'evt_mer_a_1_1']);
  });

  test.for(['system:rescreening', 'system:screening', 'key_operator'])(
    'tells a merchant that the platform did it, and not that it was %s: nobody may learn of a hit on a list',
    async (by) => {
      const merchantId = `mer_${by}`;
      await events.record(merchantId, [change(eventOf(merchantId, 1, 1, 'credit_facility.suspended'), by)]);
      const { items } = await trail({ ...merchant, merchantId });
      expect(items).toMatchObject([{ by: 'platform', requestId: null }]);
      expect((await trail({ ...merchant, merchantId }, { resourceId: 'ord_1' })).items).toEqual(items);
      expect((await trail(operator, { merchantId })).items).toMatchObject([{ by, requestId: 'req-1' }]);
    },
  );

  test("is a merchant's own; operators say whose they read", async () => {
    expect(ids((await trail(operator, { merchantId: 'mer_b' })).items)).toEqual(['evt_mer_b_9_1']);
    await expect(trail(merchant, { merchantId: 'mer_b' })).rejects.toMatchObject({ code: 'ScopeMissing' });
    await expect(trail(operator)).rejects.toMatchObject({ code: 'MalformedRequest' });
    await expect(trail({ ...merchant, scopes: ['orders:read'] })).rejects.toMatchObject({ code: 'ScopeMissing' });
    expect((await trail(merchant, { resourceId: 'ord_9' })).items).toEqual([]);
  });
});

test('no id that a merchant makes up leads from its own audit trail to that of staff', async () => {
  await events.record(staffListOf('mer_a'), [change(staffEvent(), 'key_op')]);
  const keys = { idsOf: async () => new Set(['key_1']) };
  const rows = (scope: string, query: object) =>
    listAudit(
      { events, keys },
      { keyId: 'key', merchantId: scope === 'operator' ? '' : 'mer_a', scopes: [scope], methods: [] },
      { limit: 20, ...query },
    );
  const ofStaff = { merchantId: 'mer_a', list: 'staff' } as const;
  expect(ids((await rows('operator', { ...ofStaff, resourceId: 'mer_a' })).items)).toEqual(['evt_staff']);
  for (const resourceId of ['STAFF#mer_a', '#STAFF#mer_a', 'mer_a#STAFF']) {
    expect(await rows('events:read', { resourceId })).toEqual({ items: [], nextCursor: null });
  }
});
