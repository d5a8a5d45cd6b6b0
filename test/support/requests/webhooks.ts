import type { EventResource } from '../../../functions/events/event.contract.ts';
import type { EndpointWithSecret } from '../../../functions/webhooks/endpoint.contract.ts';
import { until } from '../api.ts';
import type { Merchant, Page } from '../sessions.ts';
import { aboutOurs, type OnceRows, own, type Parties, plain, type RequestRows } from './rows.ts';

/** Nobody listens at the discard port: what is sent there is refused at once. */
const nobody = { url: 'http://127.0.0.1:9/events', events: ['webhook_endpoint.test'] };

const at = (id: string, rest = '') => `/v1/webhook-endpoints/${id}${rest}`;
const anEndpoint = (demo: Merchant) => demo.api.post<EndpointWithSecret>('/v1/webhook-endpoints', nobody);

const shared = new WeakMap<Merchant, ReturnType<typeof anEndpoint>>();

/** One for all requests that leave it as it is: a merchant may have twenty. */
const theEndpoint = (demo: Merchant) => {
  const endpoint = shared.get(demo) ?? anEndpoint(demo);
  shared.set(demo, endpoint);
  return endpoint;
};
const range = { from: '2026-11-01T00:00:00Z', to: '2026-11-01T00:00:01Z' };

const anEvent = (demo: Merchant): Promise<EventResource> =>
  until(
    () => 'told: an event',
    async () => (await demo.api.get<Page<EventResource>>('/v1/events?limit=1')).items[0],
  );

const aRedelivery = async ({ demo }: Parties) => {
  const { id } = await theEndpoint(demo);
  return { path: `/v1/events/${(await anEvent(demo)).id}/redeliveries`, body: { endpointId: id } };
};

export const webhookRequests: RequestRows = {
  listWebhookEndpoints: plain('/v1/webhook-endpoints'),
  createWebhookEndpoint: own(() => ({ path: '/v1/webhook-endpoints', body: { ...nobody, description: '受注管理' } })),
  getWebhookEndpoint: aboutOurs(async (_, { demo }) => ({ path: at((await theEndpoint(demo)).id) })),
  changeWebhookEndpoint: aboutOurs(async (_, { demo }) => ({
    path: at((await anEndpoint(demo)).id),
    body: { ...nobody, description: '会計', state: 'disabled' },
    headers: { 'if-match': '"1"' },
  })),
  deleteWebhookEndpoint: aboutOurs(async (_, { demo }) => ({ path: at((await anEndpoint(demo)).id) })),
  rotateWebhookSecret: aboutOurs(async (_, { demo }) => ({
    path: at((await theEndpoint(demo)).id, '/secret-rotations'),
    body: { overlapHours: 1 },
  })),
  listWebhookDeliveries: aboutOurs(async (_, { demo }) => ({ path: at((await theEndpoint(demo)).id, '/deliveries') })),
  startWebhookReplay: aboutOurs(async (_, { demo }) => ({
    path: at((await theEndpoint(demo)).id, '/replays'),
    body: range,
  })),
  getWebhookReplay: aboutOurs(async (_, { demo }) => {
    const path = at((await theEndpoint(demo)).id, '/replays');
    return { path: `${path}/${(await demo.api.post<{ id: string }>(path, range)).id}` };
  }),
  testWebhookEndpoint: aboutOurs(async (_, { demo }) => ({
    path: at((await theEndpoint(demo)).id, '/tests'),
    body: {},
  })),
  redeliverEvent: aboutOurs((_, parties) => aRedelivery(parties)),
};

export const webhookOnce: OnceRows = {
  createWebhookEndpoint: async ({ demo }) => ({
    api: demo.api,
    path: '/v1/webhook-endpoints',
    body: nobody,
    otherBody: { ...nobody, events: ['*'] },
  }),
  rotateWebhookSecret: async ({ demo }) => ({
    api: demo.api,
    path: at((await theEndpoint(demo)).id, '/secret-rotations'),
    body: { overlapHours: 1 },
    otherBody: { overlapHours: 2 },
  }),
  startWebhookReplay: async ({ demo }) => ({
    api: demo.api,
    path: at((await theEndpoint(demo)).id, '/replays'),
    body: range,
    otherBody: { ...range, to: '2026-11-01T00:00:02Z' },
  }),
  testWebhookEndpoint: async ({ demo }) => ({
    api: demo.api,
    path: at((await theEndpoint(demo)).id, '/tests'),
    body: {},
  }),
  redeliverEvent: async (parties) => ({
    api: parties.demo.api,
    ...(await aRedelivery(parties)),
    otherBody: {},
  }),
};
