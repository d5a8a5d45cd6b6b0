import type { Key } from '../shared/page.ts';

export const partitionOf = (merchantId: string): string => `MERCHANT#${merchantId}`;

export const eventPrefix = 'EVENT#';

/** Positions sort as text: twelve digits are a thousand events a second for thirty years. */
export const paddedPosition = (position: number): string => String(position).padStart(12, '0');

/** Events lie in the order of their positions. */
export const eventKey = (merchantId: string, position: number): Key => ({
  PK: partitionOf(merchantId),
  SK: `${eventPrefix}${paddedPosition(position)}`,
});

/** Leads from an event's id to its position, and is why an event that comes again is recorded once. */
export const markerKey = (merchantId: string, eventId: string): Key => ({
  PK: partitionOf(merchantId),
  SK: `EVENTID#${eventId}`,
});

/** The merchant's latest position, and how many webhook endpoints it has. */
export const counterKey = (merchantId: string): Key => ({ PK: partitionOf(merchantId), SK: 'EVENTCOUNTER' });
