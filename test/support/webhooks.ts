import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { EventResource } from '../../functions/events/event.contract.ts';
import type { DeliveryResource } from '../../functions/webhooks/delivery.contract.ts';
import type { EndpointResource, EndpointWithSecret } from '../../functions/webhooks/endpoint.contract.ts';
import { succeeded, until } from './api.ts';
import { allPages, type Merchant } from './sessions.ts';

export interface Received {
  readonly event: EventResource;
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** A shop's own server, for as long as a test file runs: it keeps what it takes, and answers as it is told to. */
export async function webhookReceiver() {
  const received: Received[] = [];
  const asked: string[] = [];
  let status = 200;
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    asked.push(request.url ?? '');
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    if (status === 200) received.push({ event: JSON.parse(body), body, headers });
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('an answer');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const eventsOf = (resourceId: string) => received.filter(({ event }) => event.resourceId === resourceId);
  return {
    received,
    asked,
    eventsOf,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tegata`,
    answers: (next: number): void => {
      status = next;
    },
    untilReceived: (resourceId: string, type: string) =>
      until(
        () => `received: ${type} of ${resourceId}`,
        async () => eventsOf(resourceId).find(({ event }) => event.type === type),
      ),
    forget: (): void => {
      status = 200;
      received.length = 0;
      asked.length = 0;
    },
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

const endpointsPath = '/v1/webhook-endpoints';
export const endpointAt = (id: string, rest = '') => `${endpointsPath}/${id}${rest}`;

/** What a merchant does with its webhook endpoints. It may have twenty, so what a test makes is deleted after it. */
export function webhookSession(by: Merchant, url: string) {
  const made = new Set<string>();
  const session = {
    add: async (events: readonly string[] = ['order.*']): Promise<EndpointWithSecret> => {
      const endpoint = await by.api.post<EndpointWithSecret>(endpointsPath, { url, events });
      made.add(endpoint.id);
      return endpoint;
    },
    endpoint: (id: string) => by.api.get<EndpointResource>(endpointAt(id)),
    deliveries: (id: string, query = '') => allPages<DeliveryResource>(by.api, endpointAt(id, `/deliveries${query}`)),
    /** The latest delivery, once there is one in the state. */
    deliveryUntil: (id: string, state: DeliveryResource['state']) =>
      until(
        () => `a delivery that is ${state}`,
        async () => (await session.deliveries(id, `?state=${state}`))[0],
      ),
    remove: async (id: string) => {
      made.delete(id);
      const answer = await by.api.send('DELETE', endpointAt(id));
      succeeded(answer);
      return answer;
    },
    removeAll: async () => {
      for (const id of made) await session.remove(id);
    },
  };
  return session;
}

/** Verifies as a receiver does, which lives in real time and knows nothing of the sandbox's clock. */
export const verified = ({ body, headers }: Received, secret: string): unknown =>
  new Webhook(secret).verify(body, headers);
