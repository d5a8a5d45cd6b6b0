import * as z from 'zod/mini';
import { eventFilters } from '../events/event-types.ts';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { disabledReasons, endpointStates, endpointsMax } from './endpoint.ts';

const url = z.string().check(z.minLength(1), z.maxLength(2048));
/** `order.confirmed`, `order.*`, or `*`. */
const events = z.array(z.enum(eventFilters)).check(z.minLength(1), z.maxLength(50));
const description = line(200);

const CreateEndpoint = z.strictObject({ url, events, description: z.optional(description) });
export type CreateEndpoint = z.infer<typeof CreateEndpoint>;

const ChangeEndpoint = z.strictObject({
  url: z.optional(url),
  events: z.optional(events),
  description: z.optional(description),
  state: z.optional(z.enum(endpointStates)),
});
export type ChangeEndpoint = z.infer<typeof ChangeEndpoint>;

const EndpointResource = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  description: z.nullable(z.string()),
  state: z.enum(endpointStates),
  stateReason: z.nullable(z.enum(disabledReasons)),
  /** Until when the secret before this one signs along; null where it does not any more. */
  previousSecretUntil: z.nullable(z.string()),
  lastFailureAt: z.nullable(z.string()),
  /** Since when every attempt has failed; null when the latest one was taken. */
  failingSince: z.nullable(z.string()),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type EndpointResource = z.infer<typeof EndpointResource>;

/** The only answers that show the secret. */
const EndpointWithSecret = z.extend(EndpointResource, { secret: z.string() });
export type EndpointWithSecret = z.infer<typeof EndpointWithSecret>;

const tag = 'Webhooks';
const params = z.object({ endpointId: z.string().check(z.maxLength(64)) });
const shown = { description: 'The webhook endpoint.', schema: EndpointResource };

export const createEndpoint = contract({
  operation: 'createWebhookEndpoint',
  method: 'POST',
  path: '/v1/webhook-endpoints',
  tag,
  summary: `Adds an address that is sent events, and shows its secret once; a merchant may have ${endpointsMax}`,
  audience: 'webhooks:write',
  body: CreateEndpoint,
  once: true,
  answers: { 201: { description: 'The webhook endpoint with its secret.', schema: EndpointWithSecret } },
  refusals: ['WebhookEndpointLimitReached', 'WebhookEndpointStateConflict'],
});

export const listEndpoints = contract({
  operation: 'listWebhookEndpoints',
  method: 'GET',
  path: '/v1/webhook-endpoints',
  tag,
  summary: 'Lists webhook endpoints, newest first',
  audience: 'webhooks:read',
  query: z.strictObject(pageQuery),
  answers: { 200: { description: 'A page of webhook endpoints.', schema: listOf(EndpointResource) } },
});

export const getEndpoint = contract({
  operation: 'getWebhookEndpoint',
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}',
  tag,
  summary: 'Reads a webhook endpoint, and how it has been doing',
  audience: 'webhooks:read',
  params,
  answers: { 200: shown },
  refusals: ['WebhookEndpointNotFound'],
});

export const changeEndpoint = contract({
  operation: 'changeWebhookEndpoint',
  method: 'PATCH',
  path: '/v1/webhook-endpoints/{endpointId}',
  tag,
  summary: 'Changes address, filter or description of a webhook endpoint, or turns it on or off',
  audience: 'webhooks:write',
  params,
  body: ChangeEndpoint,
  ifMatch: true,
  answers: { 200: shown },
  refusals: ['WebhookEndpointNotFound', 'WebhookEndpointStateConflict', 'VersionStale'],
});

export const deleteEndpoint = contract({
  operation: 'deleteWebhookEndpoint',
  method: 'DELETE',
  path: '/v1/webhook-endpoints/{endpointId}',
  tag,
  summary: 'Deletes a webhook endpoint; what was to be delivered to it is abandoned',
  audience: 'webhooks:write',
  params,
  answers: { 204: { description: 'There is no such webhook endpoint any more.' } },
  refusals: ['WebhookEndpointNotFound', 'WebhookEndpointStateConflict'],
});

/** A week is long enough to bring a new secret to every server. */
const overlapHoursMax = 168;

export const rotateSecret = contract({
  operation: 'rotateWebhookSecret',
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/secret-rotations',
  tag,
  summary: 'Replaces the secret; the one before it signs along for `overlapHours`',
  audience: 'webhooks:write',
  params,
  body: z.strictObject({
    overlapHours: z._default(z.int().check(z.minimum(0), z.maximum(overlapHoursMax)), 24),
  }),
  once: true,
  answers: { 201: { description: 'The webhook endpoint with its new secret.', schema: EndpointWithSecret } },
  refusals: ['WebhookEndpointNotFound', 'WebhookEndpointStateConflict'],
});

export const endpointContracts = [
  createEndpoint,
  listEndpoints,
  getEndpoint,
  changeEndpoint,
  deleteEndpoint,
  rotateSecret,
];
