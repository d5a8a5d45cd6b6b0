import * as z from 'zod/mini';
import { idFrom } from '../shared/ids.ts';
import type { Item } from '../shared/page.ts';

/**
 * An event waiting to be told. It is an attribute `outbox` of the item whose change it tells, so that it is written in that
 * item's own write and costs no other one; the table's stream carries it on (ARCHITECTURE.md section 3, Outbox).
 */
export const OutboxEvent = z.object({
  /** Follows from the resource and its version: a repeat tells the same event. */
  id: z.string(),
  /** Dotted, from the list in API.md section 8: `order.authorized`. */
  type: z.string(),
  resourceId: z.string(),
  /** The resource's version after the change: per resource, events are told in this order. */
  sequence: z.int(),
  occurredAt: z.string(),
});
export type OutboxEvent = z.infer<typeof OutboxEvent>;

/** The id of the event that a resource's version tells. Journals are keyed by it too. */
export const eventIdOf = (resourceId: string, version: number): string => idFrom('evt', resourceId, String(version));

/** An item that keeps only the type: all the rest follows from its own key (`ORDER#ord_…`), version and time. */
const Telling = z.object({ SK: z.string(), outbox: z.string(), version: z.int(), updatedAt: z.string() });

/** The event that an item's image tells, or undefined when it tells none. */
export function eventTold(image: Item): OutboxEvent | undefined {
  if (image.outbox === undefined) return undefined;
  if (typeof image.outbox !== 'string') return OutboxEvent.parse(image.outbox);
  const { SK, outbox: type, version, updatedAt } = Telling.parse(image);
  const resourceId = SK.slice(SK.indexOf('#') + 1);
  return { id: eventIdOf(resourceId, version), type, resourceId, sequence: version, occurredAt: updatedAt };
}
