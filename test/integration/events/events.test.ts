import { beforeAll, describe, expect, test } from 'vitest';
import { type EventStore, eventStore } from '../../../functions/events/event.store.ts';
import type { MerchantEvent } from '../../../functions/events/event.ts';
import { listMerchantEvents } from '../../../functions/events/list.ts';
import { testTables } from '../../support/dynamodb.ts';

let events: EventStore;

const eventOf = (
  merchantId: string,
  resource: number,
  sequence: number,
  type: string,
  second: number,
): MerchantEvent => ({
  id: `evt_${merchantId}_${resource}_${sequence}`,
  merchantId,
  type,
  resourceId: `ord_${resource}`,
  sequence,
  apiVersion: '2026-01-01',
  occurredAt: `2026-11-02T00:00:${String(second).padStart(2, '0')}.000Z`,
  data: { id: `ord_${resource}`, version: sequence },
});

const told = [
  eventOf('mer_a', 1, 1, 'order.authorized', 1),
  eventOf('mer_a', 2, 1, 'order.authorized', 2),
  eventOf('mer_a', 1, 2, 'order.partially_confirmed', 3),
  eventOf('mer_a', 1, 10, 'order.confirmed', 3), // in the same millisecond, and "10" sorts before "2" as text
  eventOf('mer_a', 2, 2, 'order.cancelled', 4),
];

beforeAll(async () => {
  events = eventStore((await testTables()).transactions);
  await events.record([...told.toReversed(), ...told]);
  await events.record([...told, eventOf('mer_b', 9, 1, 'order.authorized', 0)]);
});

const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
const list = (query: object) => listMerchantEvents({ events }, { merchantId: 'mer_a', limit: 20, ...query });

describe('events of a merchant', () => {
  test('are listed once each, oldest first, in the sequence of their resource', async () => {
    expect(await list({})).toEqual({ items: told.map(({ merchantId: _, ...event }) => event), nextCursor: null });
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

  test('go on after one that is known', async () => {
    expect(ids((await list({ after: told[1]?.id })).items)).toEqual(ids(told.slice(2)));
    expect(ids((await list({ after: told[4]?.id })).items)).toEqual([]);
  });

  test.for([
    [{ type: 'order.authorized' }, [0, 1]],
    [{ type: 'order.*' }, [0, 1, 2, 3, 4]],
    [{ type: 'orders.*' }, []],
    [{ resourceId: 'ord_1' }, [0, 2, 3]],
    [{ resourceId: 'ord_1', type: 'order.confirmed', after: 'evt_mer_a_2_1' }, [3]],
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
