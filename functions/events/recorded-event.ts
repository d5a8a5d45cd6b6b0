import * as z from 'zod/mini';
import type { Item } from '../shared/page.ts';
import { AuditRow } from './audit.ts';
import { MerchantEvent } from './event.ts';

/** An event with its place, and who caused it. */
export const RecordedEvent = z.extend(MerchantEvent, {
  position: z.int(),
  /** Grows with the position. An event may be recorded later than it occurred, never earlier. */
  recordedAt: z.string(),
  audit: z.optional(AuditRow),
});
export type RecordedEvent = z.infer<typeof RecordedEvent>;

interface EventPage {
  readonly events: readonly RecordedEvent[];
  /** Absent at the end. */
  readonly last?: Item;
}

interface EventPageRequest {
  readonly limit: number;
  readonly after?: Item | undefined;
  readonly newestFirst?: boolean;
}

/** The events of one resource, newest first. */
export interface EventHistory {
  readonly merchantId: string;
  readonly resourceId: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The port to the events of merchants, in the order in which they were recorded. */
export interface RecordedEvents {
  /** The position of an event; undefined when this merchant has none with this id. */
  positionOf(merchantId: string, id: string): Promise<number | undefined>;
  at(merchantId: string, position: number): Promise<RecordedEvent | undefined>;
  /** The position of the latest event; 0 before the first. */
  latest(merchantId: string): Promise<number>;
  page(merchantId: string, request: EventPageRequest): Promise<EventPage>;
}

/** The port to the audit trail: a resource's events, the newest first. */
export interface EventHistories {
  history(
    request: EventHistory,
  ): Promise<{ readonly items: readonly RecordedEvent[]; readonly nextCursor: string | null }>;
}
