import * as z from 'zod/mini';
import { type Clock, instant } from '../shared/clock.ts';
import { listByCreation } from '../shared/creation-index.ts';
import type { Table } from '../shared/table.ts';
import { eventKey, eventPrefix, markerKey, partitionOf } from './event-keys.ts';
import type { ToldChange } from './record.ts';
import { type EventHistory, RecordedEvent, type RecordedEvents } from './recorded-event.ts';
import { historyOwner, recordInOrder } from './recording.store.ts';

/** Events of the Transactions table, in the order in which they were recorded. They are written once and never changed. */
export const eventStore = (table: Table, clock: Clock) => ({
  ...recordedEvents(table),
  record: (merchantId: string, changes: readonly ToldChange[]) =>
    recordInOrder(table, merchantId, changes, instant(clock)),
  /** Read from an index: an event that was recorded this moment may be missing. */
  history: async (asked: EventHistory) => (isNoId(asked.resourceId) ? nothing : await history(table, asked)),
});

const nothing = { items: [], nextCursor: null };

/** Keys are put together with this mark: an id that has it would lead to another list, that of staff (staff-list.ts). */
const isNoId = (resourceId: string): boolean => resourceId.includes('#');

const history = (table: Table, { merchantId, resourceId, limit, cursor }: EventHistory) =>
  listByCreation(table, {
    owner: historyOwner(merchantId, resourceId),
    kind: 'EVENT',
    filter: '',
    limit,
    cursor,
    read: (item) => RecordedEvent.parse(item),
  });

const recordedEvents = (table: Table): RecordedEvents => ({
  positionOf: async (merchantId, id) => {
    const marker = await table.get(markerKey(merchantId, id));
    return marker && z.int().parse(marker.position);
  },
  at: async (merchantId, position) => {
    const item = await table.get(eventKey(merchantId, position));
    return item && RecordedEvent.parse(item);
  },
  latest: async (merchantId) => {
    const page = await table.query({ ...eventsOf(merchantId), limit: 1, newestFirst: true });
    return page.items[0] ? RecordedEvent.parse(page.items[0]).position : 0;
  },
  page: async (merchantId, request) => {
    const { items, last } = await table.query({ ...eventsOf(merchantId), ...request });
    return { events: items.map((item) => RecordedEvent.parse(item)), ...(last ? { last } : {}) };
  },
});

const eventsOf = (merchantId: string) => ({ partition: partitionOf(merchantId), prefix: eventPrefix });
