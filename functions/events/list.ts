import { afterCursor, cursorOf, type PlaceShape } from '../shared/cursor.ts';
import type { Item } from '../shared/page.ts';
import type { EventResource } from './event.contract.ts';
import { refuseEvent } from './event.refusals.ts';
import type { EventStore } from './event.store.ts';
import type { MerchantEvent } from './event.ts';

export interface ListEventsPorts {
  readonly events: Pick<EventStore, 'page' | 'placeOf'>;
}

export interface EventsQuery {
  readonly merchantId: string;
  readonly after?: string | undefined;
  readonly type?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** How many events one call looks through for matches before it hands out a cursor, so that a narrow filter stays affordable. */
const lookedMax = 1000;
const pageSize = 100;

/** Events lie among the merchant's other items: no cursor leads there. */
const placesOf = (merchantId: string): PlaceShape => ({
  PK: (value) => value === `MERCHANT#${merchantId}`,
  SK: (value) => value.startsWith('EVENT#'),
});

/** A merchant's events, oldest first. */
export async function listMerchantEvents({ events }: ListEventsPorts, query: EventsQuery) {
  const { merchantId, limit } = query;
  const list = JSON.stringify(['events', merchantId, query.type, query.resourceId]);
  const items: EventResource[] = [];
  let place = afterCursor(list, query.cursor, placesOf(merchantId)) ?? (await placeAfter(events, query));
  for (let looked = 0; looked < lookedMax; looked += pageSize) {
    const page = await events.page(merchantId, pageSize, place);
    for (const [at, event] of page.events.entries()) {
      if (items.length === limit) return { items, nextCursor: cursorOf(list, place) };
      place = page.places[at];
      if (isAskedFor(event, query)) items.push(eventResource(event));
    }
    if (!page.last) return { items, nextCursor: null };
  }
  return { items, nextCursor: cursorOf(list, place) };
}

async function placeAfter(
  events: ListEventsPorts['events'],
  { merchantId, after }: EventsQuery,
): Promise<Item | undefined> {
  if (after === undefined) return undefined;
  const place = await events.placeOf(merchantId, after);
  if (!place) throw refuseEvent('EventNotFound', `There is no event ${after}.`);
  return place;
}

function isAskedFor(event: MerchantEvent, { type, resourceId }: EventsQuery): boolean {
  if (resourceId !== undefined && event.resourceId !== resourceId) return false;
  if (type === undefined) return true;
  return type.endsWith('.*') ? event.type.startsWith(type.slice(0, -1)) : event.type === type;
}

const eventResource = ({ merchantId: _, ...event }: MerchantEvent): EventResource => event;
