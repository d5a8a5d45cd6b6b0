import * as z from 'zod/mini';
import { type Clock, instant } from '../shared/clock.ts';
import { listByCreation } from '../shared/creation-index.ts';
import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { AuditRow } from './audit.ts';
import { MerchantEvent } from './event.ts';
import { eventKey, eventPrefix, markerKey, partitionOf } from './event-keys.ts';
import type { ToldChange } from './record.ts';
import { historyOwner, recordInOrder } from './recording.store.ts';

/** An event as it lies in the table. */
const Recorded = z.extend(MerchantEvent, {
  position: z.int(),
  /** Grows with the position. An event may be recorded later than it occurred, never earlier. */
  recordedAt: z.string(),
  audit: z.optional(AuditRow),
});
export type RecordedEvent = z.infer<typeof Recorded>;

export interface EventPage {
  readonly events: readonly RecordedEvent[];
  /** Absent at the end. */
  readonly last?: Item;
}

export type EventStore = ReturnType<typeof eventStore>;

/** Events of the Transactions table, in the order in which they were recorded. They are written once and never changed. */
export const eventStore = (table: Table, clock: Clock) => ({
  record: (merchantId: string, changes: readonly ToldChange[]) =>
    recordInOrder(table, merchantId, changes, instant(clock)),
  /** The position of an event; undefined when this merchant has none with this id. */
  positionOf: async (merchantId: string, id: string): Promise<number | undefined> => {
    const marker = await table.get(markerKey(merchantId, id));
    return marker && z.int().parse(marker.position);
  },
  at: async (merchantId: string, position: number): Promise<RecordedEvent | undefined> => {
    const item = await table.get(eventKey(merchantId, position));
    return item && Recorded.parse(item);
  },
  /** The position of the latest event; 0 before the first. */
  latest: async (merchantId: string): Promise<number> => {
    const page = await table.query({ ...eventsOf(merchantId), limit: 1, newestFirst: true });
    return page.items[0] ? Recorded.parse(page.items[0]).position : 0;
  },
  page: async (merchantId: string, request: { limit: number; after?: Item | undefined; newestFirst?: boolean }) => {
    const { items, last } = await table.query({ ...eventsOf(merchantId), ...request });
    return { events: items.map((item) => Recorded.parse(item)), ...(last ? { last } : {}) } satisfies EventPage;
  },
  history: (request: History) => history(table, request),
});

interface History {
  readonly merchantId: string;
  readonly resourceId: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The events of one resource, newest first. Read from an index: one that was recorded this moment may be missing. */
const history = (table: Table, { merchantId, resourceId, limit, cursor }: History) =>
  listByCreation(table, {
    owner: historyOwner(merchantId, resourceId),
    kind: 'EVENT',
    filter: '',
    limit,
    cursor,
    read: (item) => Recorded.parse(item),
  });

const eventsOf = (merchantId: string) => ({ partition: partitionOf(merchantId), prefix: eventPrefix });
