import { afterCursor, cursorOf, type PlaceShape } from '../shared/cursor.ts';
import type { Item } from '../shared/page.ts';
import type { EventResource } from './event.contract.ts';
import { refuseEvent } from './event.refusals.ts';
import { eventKey, eventPrefix, partitionOf } from './event-keys.ts';
import { firstRecordedFrom } from './first-recorded.ts';
import { isOfTypes } from './listened.ts';
import type { RecordedEvent, RecordedEvents } from './recorded-event.ts';

export interface ListEventsPorts {
  readonly events: Pick<RecordedEvents, 'page' | 'positionOf' | 'at' | 'latest'>;
}

export interface EventsQuery {
  readonly merchantId: string;
  readonly after?: string | undefined;
  readonly type?: string | undefined;
  readonly resourceId?: string | undefined;
  /** Instants of recording: from (included) to (not included). */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** How many events one call looks through for matches before it hands out a cursor, so that a narrow filter stays affordable. */
export const lookedMax = 1000;
export const pageSize = 100;

/** Events lie among the merchant's other items: no cursor leads there. */
export const placesOf = (merchantId: string): PlaceShape => ({
  PK: (value) => value === partitionOf(merchantId),
  SK: (value) => value.startsWith(eventPrefix),
});

/** A merchant's events, in the order in which they were recorded. */
export async function listMerchantEvents({ events }: ListEventsPorts, query: EventsQuery) {
  const { merchantId, limit } = query;
  const to = query.to === undefined ? '9' : new Date(query.to).toISOString();
  const list = JSON.stringify(['events', merchantId, query.type, query.resourceId, query.to]);
  const items: EventResource[] = [];
  let place = afterCursor(list, query.cursor, placesOf(merchantId)) ?? (await placeBefore(events, query));
  for (let looked = 0; looked < lookedMax; looked += pageSize) {
    const page = await events.page(merchantId, { limit: pageSize, after: place });
    for (const event of page.events) {
      if (items.length === limit) return { items, nextCursor: cursorOf(list, place) };
      if (event.recordedAt >= to) return { items, nextCursor: null };
      place = { ...eventKey(merchantId, event.position) };
      if (isAskedFor(event, query)) items.push(eventResource(event));
    }
    if (!page.last) return { items, nextCursor: null };
  }
  return { items, nextCursor: cursorOf(list, place) };
}

/** Where to begin: after the event that the caller knows, and not before the instant; undefined is the very beginning. */
async function placeBefore(
  events: ListEventsPorts['events'],
  { merchantId, after, from }: EventsQuery,
): Promise<Item | undefined> {
  const known = after === undefined ? 0 : await events.positionOf(merchantId, after);
  if (known === undefined) throw refuseEvent('EventNotFound', `There is no event ${after}.`);
  const first = from === undefined ? 1 : await firstRecordedFrom(events, merchantId, new Date(from).toISOString());
  const position = Math.max(known, first - 1);
  return position === 0 ? undefined : { ...eventKey(merchantId, position) };
}

function isAskedFor(event: RecordedEvent, { type, resourceId }: EventsQuery): boolean {
  if (resourceId !== undefined && event.resourceId !== resourceId) return false;
  return type === undefined || isOfTypes(event.type, [type]);
}

/** An event as it is told, by list and by webhook: its position and who caused it stay with us. */
export const eventResource = (event: EventResource): EventResource => ({
  id: event.id,
  type: event.type,
  resourceId: event.resourceId,
  sequence: event.sequence,
  apiVersion: event.apiVersion,
  occurredAt: event.occurredAt,
  data: event.data,
});
