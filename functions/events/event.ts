import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import type { Item } from '../shared/page.ts';
import { apiVersion } from '../shared/request.ts';
import { eventTold } from './outbox.ts';
import { listFor } from './staff-list.ts';

/** Something that happened to a merchant's resource, as it is kept and told. */
export const MerchantEvent = z.object({
  id: z.string(),
  /** Whose list it is in: a merchant's, or the one that staff keeps about it. */
  merchantId: z.string(),
  type: z.string(),
  resourceId: z.string(),
  /** Grows with every event of one resource; between resources it says nothing. */
  sequence: z.int(),
  /** The API version in whose terms `data` is. It stays when the API moves on. */
  apiVersion: z.string(),
  occurredAt: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type MerchantEvent = z.infer<typeof MerchantEvent>;

/**
 * What an event says of its resource: ids, state and amounts. Names, addresses and numbers of persons are not among them, so
 * that events can go where personal data may not; whoever needs the rest reads the resource (JAPAN-RULES.md 7.3).
 */
const told = [
  'reference',
  'buyerId',
  'state',
  'stateReason',
  'amount',
  'amountConfirmed',
  'amountCancelled',
  'amountRemaining',
  'amountCredited',
  'expiresOn',
  'decideBy',
  'limit',
  'startsOn',
  'endsOn',
  'shopAmount',
  'shopStatus',
  'kind',
  'cause',
  'orderId',
  'orderState',
  'paidAmount',
  'difference',
  'resolution',
] as const;

const merchantPartition = /^MERCHANT#([^#]+)$/;

/** What of an item may be told. */
export const toldOf = (image: Item): MerchantEvent['data'] =>
  Object.fromEntries(
    told.flatMap((name) => {
      const value = image[name];
      return isPlain(value) ? [[name, value] as const] : [];
    }),
  );

/** A receiver may rely on less than this (API.md section 8, Webhooks: body under 20 kB). */
const eventBytesMax = 20_000;

/** The event that the image of a changed item tells; undefined when it tells none. */
export function eventOf(image: Item): MerchantEvent | undefined {
  const event = eventTold(image);
  if (!event) return undefined;
  const merchantId = merchantPartition.exec(String(image.PK))?.[1] ?? image.merchantId;
  if (typeof merchantId !== 'string') throw new Error(`${event.type} is told by ${image.PK}, which is no merchant's`);
  const { id, type, resourceId, sequence, occurredAt } = event;
  const merchantEvent = MerchantEvent.parse({
    id,
    merchantId: listFor(type, merchantId),
    type,
    resourceId,
    sequence,
    apiVersion,
    occurredAt,
    data: { id: resourceId, ...toldOf(image), version: sequence },
  });
  const bytes = Buffer.byteLength(JSON.stringify(merchantEvent));
  assert(bytes < eventBytesMax, `the event ${id} (${type}) has ${bytes} bytes; ${eventBytesMax} are too many`);
  return merchantEvent;
}

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);
