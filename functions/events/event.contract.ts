import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';

const EventResource = z.object({
  id: z.string(),
  type: z.string(),
  resourceId: z.string(),
  sequence: z.int(),
  apiVersion: z.string(),
  occurredAt: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type EventResource = z.infer<typeof EventResource>;

export const listEvents = contract({
  operation: 'listEvents',
  method: 'GET',
  path: '/v1/events',
  tag: 'Events',
  summary:
    'Lists what happened, oldest first; `after` an event that you know, of a `type` such as order.confirmed or order.*',
  audience: 'events:read',
  query: z.strictObject({
    ...pageQuery,
    after: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
    type: z.optional(z.string().check(z.regex(/^[a-z_]+\.(?:[a-z_]+|\*)$/))),
    resourceId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  }),
  answers: { 200: { description: 'A page of events.', schema: listOf(EventResource) } },
  refusals: ['EventNotFound'],
});

export const eventContracts = [listEvents];
