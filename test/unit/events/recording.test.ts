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
  group: 'MERCHANT#mer_a',
  body: JSON.stringify(after ?? null),
  images: () => ({ after: after as Record<string, unknown> | undefined }),
});

/** A store that keeps each event once, and queues that keep what they are sent. `before` is called before every call. */
function world(before: (call: string) => void = () => {}) {
  const recorded = new Map<string, MerchantEvent[]>();
  const webhooks: PlacedEvent[] = [];
  const notified: MerchantEvent[] = [];
  const broken: string[] = [];
  const setAside = new Map<string, string>();
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
    setAside: async ({ messageId, body }) => {
      before('set aside');
      setAside.set(messageId, body);
      before('set aside done');
    },
  };
  const of = (merchantId: string) => (recorded.get(merchantId) ?? []).map(({ resourceId }) => resourceId);
  return { ports, recorded, of, webhooks, notified, broken, setAside };
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

  /** Of one merchant, and so of one group of the queue: what stays in front keeps all others waiting. */
  const withUnreadable = [
    { ...message('m1', undefined), body: '{', images: () => JSON.parse('{') },
    message('m2', image('mer_a', 1, 1)),
    message('m3', { ...image('mer_a', 2, 1), outbox: 5 }),
    message('m4', { ...image('mer_a', 3, 1), reference: '長'.repeat(7000) }),
    message('m5', { ...image('mer_a', 4, 1), actor: { by: 7 } }),
    message('m6', image('mer_a', 5, 1)),
  ];

  test('that cannot be read are set aside as they came, and keep nobody waiting', async () => {
    const { ports, of, broken, setAside } = world();
    expect(await recordEvents(ports, withUnreadable)).toEqual([]);
    expect(of('mer_a')).toEqual(['ord_1', 'ord_5']);
    expect([...setAside.keys()]).toEqual(['m1', 'm3', 'm4', 'm5']);
    expect([setAside.get('m1'), setAside.get('m3')]).toEqual(['{', withUnreadable[2]?.body]);
    expect(broken).toEqual([]);
  });

  test.for(['set aside', 'set aside done'])(
    'that cannot be read and whose process ends at "%s" are not lost: they come again, alone',
    async (fatal) => {
      let isAlive = true;
      const { ports, of, broken, setAside } = world((call) => {
        if (call === fatal && isAlive) {
          isAlive = false;
          throw new Error('the process ended');
        }
      });
      const failed = await recordEvents(ports, withUnreadable);
      expect([failed, broken]).toEqual([['m1'], ['m1']]);
      const again = withUnreadable.filter(({ messageId }) => failed.includes(messageId));
      expect(await recordEvents(ports, again)).toEqual([]);
      expect([...setAside.keys()].toSorted()).toEqual(['m1', 'm3', 'm4', 'm5']);
      expect(of('mer_a')).toEqual(['ord_1', 'ord_5']);
    },
  );

  test('that cannot be recorded for a passing reason keep their order, whatever is set aside between them', async () => {
    let failures = 2;
    const { ports, of, setAside } = world((call) => {
      if (call === 'record' && failures-- > 0) throw new Error('throttled');
    });
    expect(await recordEvents(ports, withUnreadable)).toEqual(['m2', 'm6']);
    expect([of('mer_a'), setAside.size]).toEqual([[], 4]);
    const waiting = withUnreadable.filter(({ messageId }) => ['m2', 'm6'].includes(messageId));
    expect(await recordEvents(ports, waiting)).toEqual(['m2', 'm6']);
    expect(await recordEvents(ports, waiting)).toEqual([]);
    expect(of('mer_a')).toEqual(['ord_1', 'ord_5']);
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
