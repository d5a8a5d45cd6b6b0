import type { DeliveryResource, ReplayResource } from './delivery.contract.ts';
import type { Delivery } from './delivery.ts';
import type { EndpointResource } from './endpoint.contract.ts';
import type { Health } from './endpoint.store.ts';
import type { Endpoint } from './endpoint.ts';
import type { Replay } from './replay.ts';

/** An endpoint without its secret. */
export function shownEndpoint(endpoint: Endpoint, health: Health, now: string): EndpointResource {
  const { previous, state } = endpoint;
  return {
    id: endpoint.endpointId,
    url: endpoint.url,
    events: endpoint.events,
    description: endpoint.description ?? null,
    state: state === 'enabled' ? 'enabled' : 'disabled',
    stateReason: endpoint.stateReason ?? null,
    previousSecretUntil: previous && now < previous.until ? previous.until : null,
    lastFailureAt: health.lastFailureAt ?? null,
    failingSince: health.failingSince ?? null,
    version: endpoint.version,
    createdAt: endpoint.createdAt,
    updatedAt: endpoint.updatedAt,
  };
}

export const shownDelivery = (delivery: Delivery): DeliveryResource => ({
  id: delivery.deliveryId,
  eventId: delivery.eventId,
  eventType: delivery.eventType,
  resourceId: delivery.resourceId,
  state: delivery.state,
  attempts: delivery.attempts.map(({ at, status = null, error = null, duration, replayId = null }) => ({
    at,
    status,
    error,
    duration,
    replayId,
  })),
  nextAttemptAt: delivery.nextAttemptAt ?? null,
  createdAt: delivery.createdAt,
  updatedAt: delivery.updatedAt,
});

export const shownReplay = (replay: Replay): ReplayResource => ({
  id: replay.replayId,
  endpointId: replay.endpointId,
  from: replay.from ?? null,
  to: replay.to ?? null,
  eventId: replay.eventId ?? null,
  state: replay.state,
  stateReason: replay.stateReason ?? null,
  delivered: replay.delivered,
  remaining: Math.max(0, replay.through - replay.next + 1),
  nextAttemptAt: replay.nextAttemptAt ?? null,
  createdAt: replay.createdAt,
  updatedAt: replay.updatedAt,
});
