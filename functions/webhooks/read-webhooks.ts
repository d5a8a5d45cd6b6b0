import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import type { DeliveryList, DeliveryStore } from './delivery.store.ts';
import type { EndpointList, EndpointStore } from './endpoint.store.ts';
import type { ReplayStore } from './replay.store.ts';
import { shownDelivery, shownEndpoint, shownReplay } from './webhook.resource.ts';

export interface ReadPorts {
  readonly clock: Clock;
  readonly endpoints: Pick<EndpointStore, 'get' | 'health' | 'list'>;
  readonly deliveries: Pick<DeliveryStore, 'list'>;
  readonly replays: Pick<ReplayStore, 'get'>;
}

export async function getWebhookEndpoint(ports: ReadPorts, merchantId: string, endpointId: string): Promise<Answer> {
  const endpoint = await ports.endpoints.get(merchantId, endpointId);
  const health = await ports.endpoints.health(merchantId, endpointId);
  const shown = shownEndpoint(endpoint, health, instant(ports.clock));
  return answer(200, shown);
}

export async function listWebhookEndpoints(ports: ReadPorts, request: EndpointList): Promise<Answer> {
  const { items, nextCursor } = await ports.endpoints.list(request);
  const now = instant(ports.clock);
  const shown = await Promise.all(
    items.map(async (endpoint) => {
      const health = await ports.endpoints.health(endpoint.merchantId, endpoint.endpointId);
      return shownEndpoint(endpoint, health, now);
    }),
  );
  return answer(200, { items: shown, nextCursor });
}

/** Refuses the endpoint of another merchant before anything of it is read. */
export async function listWebhookDeliveries(ports: ReadPorts, request: DeliveryList): Promise<Answer> {
  await ports.endpoints.get(request.merchantId, request.endpointId);
  const { items, nextCursor } = await ports.deliveries.list(request);
  return answer(200, { items: items.map(shownDelivery), nextCursor });
}

export async function getWebhookReplay(
  ports: ReadPorts,
  id: { readonly merchantId: string; readonly endpointId: string; readonly replayId: string },
): Promise<Answer> {
  await ports.endpoints.get(id.merchantId, id.endpointId);
  return answer(200, shownReplay(await ports.replays.get(id)));
}
