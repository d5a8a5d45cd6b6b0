import assert from 'node:assert/strict';
import type { RecordedEvents } from '../events/recorded-event.ts';
import { instant } from '../shared/clock.ts';
import { Refusal } from '../shared/refusal.ts';
import { type AttemptPorts, attemptDelivery } from './attempt.ts';
import { type RetryInput, retryOf } from './deliver.ts';
import type { DeliveryStore } from './delivery.store.ts';
import { abandoned } from './delivery.ts';
import type { EnabledEndpoint } from './endpoint.store.ts';

export interface RetryPorts extends AttemptPorts {
  readonly deliveries: AttemptPorts['deliveries'] & Pick<DeliveryStore, 'get'>;
  readonly events: Pick<RecordedEvents, 'at'>;
}

/** The next attempt of the schedule. One that was made already, or that nobody waits for any more, is not made. */
export async function retryDelivery(ports: RetryPorts, input: RetryInput): Promise<RetryInput> {
  const delivery = await ports.deliveries.get(input);
  assert(delivery, `no delivery of ${input.position} to ${input.endpointId}`);
  if (delivery.state !== 'retrying' || delivery.tries > input.tries) return retryOf(delivery);
  const enabled = await enabledEndpoint(ports, input.merchantId, input.endpointId);
  if (!enabled) {
    return retryOf(await ports.deliveries.change(delivery, (current) => abandoned(current, instant(ports.clock))));
  }
  const event = await ports.events.at(input.merchantId, input.position);
  assert(event, `no event at ${input.position} of ${input.merchantId}`);
  return retryOf((await attemptDelivery(ports, enabled, delivery, event)).delivery);
}

/** The endpoint as it is now; undefined when it was disabled or deleted. */
export async function enabledEndpoint(
  { endpoints }: Pick<AttemptPorts, 'endpoints'>,
  merchantId: string,
  endpointId: string,
): Promise<EnabledEndpoint | undefined> {
  try {
    const endpoint = await endpoints.get(merchantId, endpointId);
    if (endpoint.state !== 'enabled') return undefined;
    return { endpoint, health: await endpoints.health(merchantId, endpointId) };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'WebhookEndpointNotFound') return undefined;
    throw error;
  }
}
