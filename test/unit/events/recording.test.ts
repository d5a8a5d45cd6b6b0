import { describe, expect, test } from 'vitest';
import type { MerchantEvent } from '../../../functions/events/event.ts';
import {
  type PlacedEvent,
  type QueuedChange,
  type RecordPorts,
  recordEvents,
} from '../../../functions/events/record.ts';

const image = (merchantId: string, order: number, version: number, outbox = 'order.authorized') => ({
  PK: `MERCHANT#${merchantId}`,
  SK: `ORDER#ord_${order}`,
  outbox,
  version,
  updatedAt: '2026-11-02T00:00:00.000Z',
  state: 'authorized',
});

const message = (messageId: string, after: object | undefined): QueuedChange => ({
  messageId,
  images: () => ({ after: after as Record<string, unknown> | undefined }),
});

/** A store that keeps each event once, and queues that keep what they are sent. `before` is called before every call. */
function world(before: (call: string) => void = () => {}) {
  const recorded = new Map<string, MerchantEvent[]>();
  const webhooks: PlacedEvent[] = [];
  const notified: MerchantEvent[] = [];
  const broken: string[] = [];
  const ports: RecordPorts = {
    record: async (merchantId, changes) => {
      before('record');
      const events = recorded.get(merchantId) ?? [];
      recorded.set(merchantId, events);
      for (const { event } of changes) if (!events.some(({ id }) => id === event.id)) events.push(event);
      const placed = changes.map(({ event }) => ({
        event,
        position: events.findIndex(({ id }) => id === event.id) + 1,
      }));
      before('recorded');
      return { placed, hasWebhooks: merchantId === 'mer_a' };
    },
    webhooks: {
      sendAll: async (events) => {
        before('webhooks');
        webhooks.push(...events);
        before('webhooks sent');
      },
    },
    notifications: {
      sendAll: async (events) => {
        before('notifications');
        notified.push(...events.map(({ event }) => event));
        before('notifications sent');
      },
    },
    failed: (ids) => void broken.push(...ids),
  };
  const of = (merchantId: string) => (recorded.get(merchantId) ?? []).map(({ resourceId }) => resourceId);
  return { ports, recorded, of, webhooks, notified, broken };
}

describe('changes from the queue', () => {
  test('are recorded in the order in which they come, and handed on to whoever listens', async () => {
    const { ports, of, webhooks, notified } = world();
    const failed = await recordEvents(ports, [
      message('m1', image('mer_a', 2, 1)),
      message('m2', image('mer_b', 9, 1, 'order.expiring')),
      message('m3', undefined),
      message('m4', image('mer_a', 1, 1)),
    ]);
    expect(failed).toEqual([]);
    expect(of('mer_a')).toEqual(['ord_2', 'ord_1']);
    expect(webhooks.map(({ event, position }) => [event.resourceId, position])).toEqual([
      ['ord_2', 1],
      ['ord_1', 2],
    ]);
    expect(notified.map(({ type, merchantId }) => [type, merchantId])).toEqual([['order.expiring', 'mer_b']]);
  });

  test('that cannot be read come again, and hold up no other', async () => {
    const { ports, of, broken } = world();
    const failed = await recordEvents(ports, [
      { messageId: 'm1', images: () => JSON.parse('{') },
      message('m2', image('mer_a', 1, 1)),
      message('m3', { ...image('mer_a', 2, 1), outbox: 5 }),
      message('m4', { ...image('mer_a', 3, 1), reference: '長'.repeat(7000) }),
    ]);
    expect(of('mer_a')).toEqual(['ord_1']);
    expect(failed).toEqual(['m1', 'm3', 'm4']);
    expect(broken).toEqual(failed);
  });

  test('of a merchant whose record cannot be written all come again, so that none is overtaken', async () => {
    let isBroken = true;
    const { ports, of } = world((call) => {
      if (call === 'record' && isBroken) {
        isBroken = false;
        throw new Error('throttled');
      }
    });
    const changes = [
      message('m1', image('mer_a', 1, 1)),
      message('m2', image('mer_b', 9, 1)),
      message('m3', image('mer_a', 2, 1)),
    ];
    expect(await recordEvents(ports, changes)).toEqual(['m1', 'm3']);
    expect(of('mer_b')).toEqual(['ord_9']);
    expect(await recordEvents(ports, changes)).toEqual([]);
    expect(of('mer_a')).toEqual(['ord_1', 'ord_2']);
  });
});

describe('a recorder that dies', () => {
  const calls = ['record', 'recorded', 'webhooks', 'webhooks sent', 'notifications', 'notifications sent'];

  test.for(calls)('at "%s" and is called again has recorded each event once and handed on each', async (fatal) => {
    let isAlive = true;
    const { ports, of, webhooks, notified } = world((call) => {
      if (call === fatal && isAlive) {
        isAlive = false;
        throw new Error('the process ended');
      }
    });
    const changes = [message('m1', image('mer_a', 1, 1)), message('m2', image('mer_a', 2, 1, 'order.expiring'))];
    expect(await recordEvents(ports, changes)).toEqual(['m1', 'm2']);
    expect(await recordEvents(ports, changes)).toEqual([]);
    expect(of('mer_a')).toEqual(['ord_1', 'ord_2']);
    expect([...new Set(webhooks.map(({ position }) => position))]).toEqual([1, 2]);
    expect([...new Set(notified.map(({ resourceId }) => resourceId))]).toEqual(['ord_2']);
  });
});
