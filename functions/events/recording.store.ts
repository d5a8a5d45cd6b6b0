import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { creationKeys } from '../shared/creation-index.ts';
import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { isNew, type Write, WriteRefused } from '../shared/write.ts';
import { counterKey, eventKey, markerKey, paddedPosition, partitionOf } from './event-keys.ts';
import type { PlacedEvent, ToldChange } from './record.ts';

const Counter = z.object({
  position: z._default(z.int(), 0),
  recordedAt: z._default(z.string(), ''),
  webhooksEnabled: z._default(z.int(), 0),
});
type Counter = z.infer<typeof Counter>;

const Marker = z.object({ SK: z.string(), position: z.int() });

interface Known {
  readonly counter: Counter;
  /** Positions by the sort keys of the markers. */
  readonly positions: ReadonlyMap<string, number>;
}

/** Another recorder of the same merchant is rare (the queue gives out one batch at a time), and never faster for long. */
const triesMax = 5;

/**
 * Gives the changes' events the merchant's next positions, in one transaction guarded by the position that was read: events,
 * the markers that make each of them one, and the counter (docs/decisions/0007). Reads once, writes once.
 */
export async function recordInOrder(
  table: Table,
  merchantId: string,
  changes: readonly ToldChange[],
  now: string,
): Promise<{ readonly placed: readonly PlacedEvent[]; readonly hasWebhooks: boolean }> {
  const byId = new Map(changes.map((change) => [change.event.id, change]));
  for (let tries = 1; ; tries++) {
    const known = await whatIsKnown(table, merchantId, [...byId.keys()]);
    const hasWebhooks = known.counter.webhooksEnabled > 0;
    const places = placesFor(merchantId, byId, known);
    const fresh = places.filter(({ isFresh }) => isFresh);
    const placed = places.map(({ change, position }) => ({ event: change.event, position }));
    if (fresh.length === 0) return { placed, hasWebhooks };
    const recordedAt = now > known.counter.recordedAt ? now : known.counter.recordedAt; // clocks of two hosts may differ
    try {
      const events = fresh.flatMap((place) => eventWrites(table.name, place.change, place.position, recordedAt));
      await table.write(counterWrite(table.name, merchantId, known.counter, fresh.length, recordedAt), ...events);
      return { placed, hasWebhooks };
    } catch (error) {
      if (!(error instanceof WriteRefused) || tries === triesMax) throw error;
    }
  }
}

async function whatIsKnown(table: Table, merchantId: string, ids: readonly string[]): Promise<Known> {
  const counterSortKey = counterKey(merchantId).SK;
  const found = await table.getMany([counterKey(merchantId), ...ids.map((id) => markerKey(merchantId, id))]);
  const markers = found.filter(({ SK }) => SK !== counterSortKey).map((item) => Marker.parse(item));
  return {
    counter: Counter.parse(found.find(({ SK }) => SK === counterSortKey) ?? {}),
    positions: new Map(markers.map(({ SK, position }) => [SK, position])),
  };
}

function placesFor(merchantId: string, byId: ReadonlyMap<string, ToldChange>, { counter, positions }: Known) {
  let next = counter.position;
  return [...byId].map(([id, change]) => {
    const known = positions.get(markerKey(merchantId, id).SK);
    if (known === undefined) next += 1;
    return { change, position: known ?? next, isFresh: known === undefined };
  });
}

function eventWrites(table: string, { event, audit }: ToldChange, position: number, recordedAt: string): Write[] {
  const { merchantId, id, resourceId } = event;
  const item: Item = {
    ...eventKey(merchantId, position),
    ...event,
    position,
    recordedAt,
    ...(audit ? { audit } : {}),
    ...historyKeys(merchantId, resourceId, position, id),
  };
  return [
    { table, put: item, condition: isNew },
    { table, put: { ...markerKey(merchantId, id), position }, condition: isNew },
  ];
}

/** A resource's own history on the index `byCreation`, in order of position. */
const historyKeys = (merchantId: string, resourceId: string, position: number, id: string) =>
  creationKeys({ owner: historyOwner(merchantId, resourceId), kind: 'EVENT', createdAt: paddedPosition(position), id });

export const historyOwner = (merchantId: string, resourceId: string): string =>
  `${partitionOf(merchantId)}#${resourceId}`;

function counterWrite(table: string, merchantId: string, read: Counter, more: number, recordedAt: string): Write {
  assert(more > 0);
  const first = read.position === 0;
  return {
    table,
    update: counterKey(merchantId),
    change: {
      expression: 'SET #position = :next, recordedAt = :at',
      names: { '#position': 'position' },
      values: { ':next': read.position + more, ':at': recordedAt },
    },
    condition: {
      expression: first ? 'attribute_not_exists(#position)' : '#position = :read',
      ...(first ? {} : { values: { ':read': read.position } }),
    },
  };
}
