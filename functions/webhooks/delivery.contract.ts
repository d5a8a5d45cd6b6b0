import * as z from 'zod/mini';
import { EventResource } from '../events/event.contract.ts';
import { contract } from '../shared/contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { deliveryStates, durations } from './delivery.ts';
import { receiverErrors } from './receiver.ts';
import { replayFailures, replayStates } from './replay.ts';

const id = z.string().check(z.maxLength(64));
const instant = z.iso.datetime();

const DeliveryResource = z.object({
  id: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  resourceId: z.string(),
  state: z.enum(deliveryStates),
  /** The latest twenty, oldest first. Either a status of the receiver, or why there was none. */
  attempts: z.array(
    z.object({
      at: z.string(),
      status: z.nullable(z.int()),
      error: z.nullable(z.enum(receiverErrors)),
      duration: z.enum(durations),
      replayId: z.nullable(z.string()),
    }),
  ),
  nextAttemptAt: z.nullable(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type DeliveryResource = z.infer<typeof DeliveryResource>;

const ReplayResource = z.object({
  id: z.string(),
  endpointId: z.string(),
  from: z.nullable(z.string()),
  to: z.nullable(z.string()),
  /** The one event, where this is its redelivery. */
  eventId: z.nullable(z.string()),
  state: z.enum(replayStates),
  stateReason: z.nullable(z.enum(replayFailures)),
  delivered: z.int(),
  remaining: z.int().register(z.globalRegistry, {
    description:
      'How many events are still to be looked at. At most so many are delivered: the filter of the endpoint drops some.',
  }),
  nextAttemptAt: z.nullable(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ReplayResource = z.infer<typeof ReplayResource>;

const tag = 'Webhooks';
const ofEndpoint = z.object({ endpointId: id });
const replay = { description: 'The replay.', schema: ReplayResource };

export const listDeliveries = contract({
  operation: 'listWebhookDeliveries',
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}/deliveries',
  tag,
  summary: 'Lists how events were brought to a webhook endpoint, the latest event first, with every attempt',
  audience: 'webhooks:read',
  params: ofEndpoint,
  query: z.strictObject({ ...pageQuery, state: z.optional(z.enum(deliveryStates)) }),
  answers: { 200: { description: 'A page of deliveries.', schema: listOf(DeliveryResource) } },
  refusals: ['WebhookEndpointNotFound'],
});

export const startReplay = contract({
  operation: 'startWebhookReplay',
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/replays',
  tag,
  summary:
    'Brings the events that occurred from an instant to another once more, in the order in which they were recorded',
  audience: 'webhooks:write',
  params: ofEndpoint,
  body: z.strictObject({ from: instant, to: instant }),
  once: true,
  answers: { 201: replay },
  refusals: ['WebhookEndpointNotFound', 'WebhookEndpointDisabled'],
});

export const getReplay = contract({
  operation: 'getWebhookReplay',
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}/replays/{replayId}',
  tag,
  summary: 'Reads how far a replay has come',
  audience: 'webhooks:read',
  params: z.object({ endpointId: id, replayId: id }),
  answers: { 200: replay },
  refusals: ['WebhookEndpointNotFound', 'WebhookReplayNotFound'],
});

export const redeliver = contract({
  operation: 'redeliverEvent',
  method: 'POST',
  path: '/v1/events/{eventId}/redeliveries',
  tag,
  summary: 'Brings one event once more: to the endpoint that is named, or to every one that wants events of its type',
  audience: 'webhooks:write',
  params: z.object({ eventId: id }),
  body: z.strictObject({ endpointId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))) }),
  once: true,
  answers: {
    201: {
      description: 'A replay of this event for each endpoint.',
      schema: z.object({ items: z.array(ReplayResource) }),
    },
  },
  refusals: ['EventNotFound', 'WebhookEndpointNotFound', 'WebhookEndpointDisabled', 'NoEndpointListens'],
});

export const sendTest = contract({
  operation: 'testWebhookEndpoint',
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/tests',
  tag,
  summary: 'Sends a signed event that says nothing happened, once, and tells what the endpoint made of it',
  audience: 'webhooks:write',
  params: ofEndpoint,
  body: z.strictObject({}),
  once: true,
  answers: {
    201: {
      description: 'What was sent, and the answer.',
      schema: z.object({
        event: EventResource,
        taken: z.boolean(),
        status: z.nullable(z.int()),
        error: z.nullable(z.enum(receiverErrors)),
        duration: z.enum(durations),
      }),
    },
  },
  refusals: ['WebhookEndpointNotFound'],
});

export const deliveryContracts = [listDeliveries, startReplay, getReplay, redeliver, sendTest];
