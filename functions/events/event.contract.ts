import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { eventTypeFilters } from './event-types.ts';

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export const EventResource = z.object({
  id: z.string(),
  type: z.string(),
  resourceId: z.string(),
  sequence: z.int(),
  apiVersion: z.string(),
  occurredAt: z.string(),
  data: Facts,
});
export type EventResource = z.infer<typeof EventResource>;

const id = z.string().check(z.minLength(1), z.maxLength(64));
/** RFC 3339 in UTC, as every instant that we tell. */
const instantText = z.iso.datetime();

export const listEvents = contract({
  operation: 'listEvents',
  method: 'GET',
  path: '/v1/events',
  tag: 'Events',
  summary:
    'Lists what happened in the order in which it was recorded: `after` an event that you know, of a `type` such as order.confirmed or order.*, `from` an instant of recording',
  audience: 'events:read',
  query: z.strictObject({
    ...pageQuery,
    after: z.optional(id),
    type: z.optional(z.enum(eventTypeFilters)),
    resourceId: z.optional(id),
    from: z.optional(instantText),
    to: z.optional(instantText),
  }),
  answers: { 200: { description: 'A page of events.', schema: listOf(EventResource) } },
  refusals: ['EventNotFound'],
});

const AuditResource = z.object({
  /** The event that the action told. */
  id: z.string(),
  action: z.string(),
  resourceId: z.string(),
  /** The id of a key, or `system:` and what works by itself; a merchant is told `platform` of staff and examinations. */
  by: z.string(),
  requestId: z.nullable(z.string()),
  providerAnswer: z.nullable(z.string()),
  from: z.nullable(Facts),
  to: Facts,
  at: z.string(),
});
export type AuditResource = z.infer<typeof AuditResource>;

export const listAuditLog = contract({
  operation: 'listAuditLog',
  method: 'GET',
  path: '/v1/audit-log',
  tag: 'Events',
  summary:
    'Lists who did what, newest first: a merchant its own, with the right events:read; operators name the `merchantId`, and may ask for the list `staff` of what the merchant is told nothing of',
  audience: 'any_key',
  query: z.strictObject({
    ...pageQuery,
    resourceId: z.optional(id),
    merchantId: z.optional(id),
    list: z._default(z.enum(['merchant', 'staff']), 'merchant'),
  }),
  answers: { 200: { description: 'A page of the audit trail.', schema: listOf(AuditResource) } },
  refusals: ['ScopeMissing'],
});

export const eventContracts = [listEvents, listAuditLog];
