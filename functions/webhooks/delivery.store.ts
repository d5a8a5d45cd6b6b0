import { paddedPosition } from '../events/event-keys.ts';
import { afterCursor, cursorOf } from '../shared/cursor.ts';
import type { Item, Key } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, type Write, WriteRefused } from '../shared/write.ts';
import { Delivery } from './delivery.ts';

export interface DeliveryPlace {
  readonly merchantId: string;
  readonly endpointId: string;
  readonly position: number;
}

export interface DeliveryList {
  readonly merchantId: string;
  readonly endpointId: string;
  readonly state?: Delivery['state'] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export type DeliveryStore = ReturnType<typeof deliveryStore>;

/** Deliveries and replays of an endpoint lie in a partition of its own, under its merchant. */
export const endpointPartition = (merchantId: string, endpointId: string): string =>
  `MERCHANT#${merchantId}#WEBHOOK#${endpointId}`;

const prefix = 'DELIVERY#';
const deliveryKey = ({ merchantId, endpointId, position }: DeliveryPlace): Key => ({
  PK: endpointPartition(merchantId, endpointId),
  SK: `${prefix}${paddedPosition(position)}`,
});

/** A merchant looks into what failed within weeks; the events themselves stay. */
const keptDays = 90;
export const forgottenAt = (createdAt: string): number => Math.floor(Date.parse(createdAt) / 1000) + keptDays * 86_400;

const conflictTriesMax = 5;

/** Deliveries of the Transactions table. */
export const deliveryStore = (table: Table) => {
  const get = async (place: DeliveryPlace): Promise<Delivery | undefined> => {
    const item = await table.get(deliveryKey(place));
    return item && Delivery.parse(item);
  };
  return {
    get,
    /** The delivery of this event to this endpoint: the one that there is, or this one, which its first attempt will keep. */
    open: async (delivery: Delivery): Promise<Delivery> => (await get(delivery)) ?? delivery,
    /** Changes a delivery as it is by then: what another attempt wrote meanwhile is not lost. */
    change: async (delivery: Delivery, change: (current: Delivery) => Delivery): Promise<Delivery> => {
      let current = delivery;
      for (let tries = 1; ; tries++) {
        const next = change(current);
        try {
          await table.write(writeOf(table.name, next));
          return next;
        } catch (error) {
          const met = error instanceof WriteRefused ? error.found[0]?.item : undefined;
          if (!met || tries === conflictTriesMax) throw error;
          current = Delivery.parse(met);
        }
      }
    },
    list: (request: DeliveryList) => list(table, request),
  };
};

const writeOf = (table: string, delivery: Delivery): Write => ({
  table,
  put: { ...deliveryKey(delivery), ...delivery, expiresAt: forgottenAt(delivery.createdAt) },
  condition: delivery.version === 1 ? isNew : atVersion(delivery.version - 1),
});

/** How many deliveries one call looks through for matches before it hands out a cursor. */
const lookedMax = 1000;
const pageSize = 100;

/** The deliveries of an endpoint, those of the latest events first. */
async function list(table: Table, { merchantId, endpointId, state, limit, cursor }: DeliveryList) {
  const partition = endpointPartition(merchantId, endpointId);
  const words = JSON.stringify(['deliveries', partition, state]);
  const items: Delivery[] = [];
  let place = afterCursor(words, cursor, {
    PK: (value) => value === partition,
    SK: (value) => value.startsWith(prefix),
  });
  for (let looked = 0; looked < lookedMax; looked += pageSize) {
    const page = await table.query({ partition, prefix, limit: pageSize, newestFirst: true, after: place });
    for (const item of page.items) {
      if (items.length === limit) return { items, nextCursor: cursorOf(words, place) };
      place = placeOf(item);
      const delivery = Delivery.parse(item);
      if (state === undefined || delivery.state === state) items.push(delivery);
    }
    if (!page.last) return { items, nextCursor: null };
  }
  return { items, nextCursor: cursorOf(words, place) };
}

const placeOf = ({ PK, SK }: Item): Item => ({ PK, SK });
