import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EventResource } from '../../functions/events/event.contract.ts';
import type { DeliveryResource, ReplayResource } from '../../functions/webhooks/delivery.contract.ts';
import type { EndpointResource, EndpointWithSecret } from '../../functions/webhooks/endpoint.contract.ts';
import { expectProblem, succeeded, until } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { allPages, anActiveBuyer } from '../support/sessions.ts';

const { demo, other, operator } = await journey();
const buyer = anActiveBuyer(demo, aCompany({ requestedCreditLimit: 5_000_000 }));

interface Received {
  readonly event: EventResource;
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** A shop's own server: it keeps what it takes, and answers as it is told to. */
function shop() {
  const received: Received[] = [];
  const asked: string[] = [];
  const state = { status: 200 };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void text(request).then((body) => {
      asked.push(request.url ?? '');
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      if (state.status === 200) received.push({ event: JSON.parse(body), body, headers });
      response.writeHead(state.status, state.status === 302 ? { location: '/elsewhere' } : {}).end('answer');
    });
  });
  const listening = new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    received,
    asked: () => asked.length,
    paths: () => new Set(asked),
    answers: (status: number) => void (state.status = status),
    url: async () => {
      await listening;
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/tegata`;
    },
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
    eventsOf: (resourceId: string) => received.filter(({ event }) => event.resourceId === resourceId),
  };
}

const server = shop();
const endpointsPath = '/v1/webhook-endpoints';
const at = (id: string, rest = '') => `${endpointsPath}/${id}${rest}`;
const made: string[] = [];

async function anEndpoint(events: readonly string[] = ['order.*']): Promise<EndpointWithSecret> {
  const endpoint = await demo.api.post<EndpointWithSecret>(endpointsPath, { url: await server.url(), events });
  made.push(endpoint.id);
  return endpoint;
}

const endpoint = (id: string) => demo.api.get<EndpointResource>(at(id));
const deliveries = (id: string, query = '') => allPages<DeliveryResource>(demo.api, at(id, `/deliveries${query}`));
const anOrder = async (amount = 1000) => demo.place({ buyerId: (await buyer).id, amount });

/** Verifies as a receiver does, at the time at which it was sent: the sandbox's clock is not the machine's. */
function verified({ body, headers }: Received, secret: string): unknown {
  vi.setSystemTime(Number(headers['webhook-timestamp']) * 1000);
  try {
    return new Webhook(secret).verify(body, headers);
  } finally {
    vi.useRealTimers();
  }
}

const untilReceived = (resourceId: string, type: string) =>
  until(
    () => `received: ${type} of ${resourceId}`,
    async () => server.eventsOf(resourceId).find(({ event }) => event.type === type),
  );

beforeAll(() => server.url());
afterEach(async () => {
  server.answers(200);
  server.received.length = 0;
  for (const id of made.splice(0)) await demo.api.send('DELETE', at(id)).then(succeeded);
});
afterAll(() => server.close());

describe('a shop that is called', () => {
  test('P9 P20 hears of what happens to its orders and buyers as it happens, signed, without asking', async () => {
    const { secret } = await anEndpoint(['order.*', 'buyer_application.decided']);
    const { id: buyerId } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 400_000 }));
    const order = await demo.place({ buyerId, amount: 10_000 });
    await demo.confirm(order.id, { amount: 10_000 });

    const decided = await untilReceived(buyerId, 'buyer_application.decided');
    const confirmed = await untilReceived(order.id, 'order.confirmed');
    for (const one of [decided, confirmed]) expect(verified(one, secret)).toEqual(one.event);
    expect(confirmed.headers['webhook-id']).toBe(confirmed.event.id);
    expect(() => verified({ ...confirmed, body: confirmed.body.replace('10000', '90000') }, secret)).toThrow();
    const told = await allPages<EventResource>(demo.api, `/v1/events?resourceId=${order.id}`);
    expect(told).toContainEqual(confirmed.event);
    expect(server.received.map(({ event }) => event.type)).not.toContain('buyer_application.submitted');
    await expectBalancedBooks(operator);
  });

  test('sees in the list of deliveries what was sent, when, and what it answered', async () => {
    const { id } = await anEndpoint();
    const order = await anOrder();
    await untilReceived(order.id, 'order.authorized');
    const delivered = () => deliveries(id, '?state=delivered');
    const [delivery] = await until(
      () => 'delivered',
      async () => ((await delivered()).length > 0 ? delivered() : undefined),
    );
    expect(delivery).toMatchObject({
      eventType: 'order.authorized',
      resourceId: order.id,
      attempts: [{ status: 200, error: null, replayId: null }],
      nextAttemptAt: null,
    });
    expect(await deliveries(id, '?state=failed')).toEqual([]);
    expectProblem(await other.api.send('GET', at(id, '/deliveries')), 404, 'WebhookEndpointNotFound');
  });

  test('takes over a new secret while the old one still signs, and until the overlap ends only', async () => {
    const { id, secret: first } = await anEndpoint();
    const { secret: second } = await demo.api.post<EndpointWithSecret>(at(id, '/secret-rotations'), {
      overlapHours: 2,
    });
    const during = await untilReceived((await anOrder()).id, 'order.authorized');
    expect(during.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [first, second]) expect(verified(during, secret)).toEqual(during.event);
    expect((await endpoint(id)).previousSecretUntil).not.toBeNull();
    await operator.advance({ hours: 2 });
    const after = await untilReceived((await anOrder()).id, 'order.authorized');
    expect(verified(after, second)).toEqual(after.event);
    expect(() => verified(after, first)).toThrow();
    expect((await endpoint(id)).previousSecretUntil).toBeNull();
  });
});

describe('a shop that does not answer', () => {
  test('for an hour is told again by the schedule, and hears all of it', async () => {
    const { id } = await anEndpoint();
    server.answers(503);
    const order = await anOrder();
    await until(
      () => 'called',
      async () => (server.asked() > 0 ? true : undefined),
    );
    await operator.advance({ hours: 1 });
    const [waiting] = await deliveries(id);
    expect(waiting).toMatchObject({ state: 'retrying', nextAttemptAt: expect.any(String) });
    expect(waiting?.attempts.map(({ status }) => status)).toEqual([503, 503, 503, 503]); // at once, 5 s, 5 min, 30 min
    expect(await endpoint(id)).toMatchObject({ state: 'enabled', failingSince: expect.any(String) });
    server.answers(200);
    await operator.advance({ hours: 3 });
    expect(server.eventsOf(order.id)).toHaveLength(1);
    expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered', nextAttemptAt: null });
    expect((await endpoint(id)).failingSince).toBeNull();
  });

  test('for three days and more hears everything in order after a replay of the range', async () => {
    const { id, secret } = await anEndpoint(['*']);
    server.answers(500);
    const from = (await operator.time()).now;
    const orders: string[] = [];
    for (const amount of [1000, 2000, 3000]) {
      const order = await anOrder(amount);
      await demo.confirm(order.id, { amount: 500 });
      await demo.confirm(order.id, { amount: amount - 500 });
      orders.push(order.id);
      await operator.advance({ hours: 8 });
    }
    await operator.advance({ hours: 84 });
    const missed = await deliveries(id);
    expect(new Set(missed.map(({ state }) => state))).toEqual(new Set(['failed']));
    expect(missed[0]?.attempts).toHaveLength(10);
    expect(server.received).toEqual([]);

    server.answers(200);
    const to = (await operator.time()).now;
    const key = randomUUID();
    const replay = await demo.api.post<ReplayResource>(at(id, '/replays'), { from, to }, key);
    const again = await demo.api.post<ReplayResource>(at(id, '/replays'), { from, to }, key);
    expect(again).toEqual(replay);
    const done = await until(
      () => 'replayed',
      async () => {
        const now = await demo.api.get<ReplayResource>(at(id, `/replays/${replay.id}`));
        return now.state === 'completed' ? now : undefined;
      },
    );
    const told = (await allPages<EventResource>(demo.api, '/v1/events?limit=100')).filter(
      ({ occurredAt }) => from <= occurredAt && occurredAt < to,
    );
    expect(server.received.map(({ event }) => event)).toEqual(told);
    expect(done).toMatchObject({ delivered: told.length, remaining: 0 });
    for (const orderId of orders) {
      expect(server.eventsOf(orderId).map(({ event }) => event.sequence)).toEqual([1, 2, 3]);
    }
    for (const one of server.received) expect(verified(one, secret)).toEqual(one.event);
    expect(new Set((await deliveries(id)).map(({ state }) => state))).toEqual(new Set(['delivered']));
    await expectBalancedBooks(operator);
  });

  test('for more than five days is not called any more, and hears why when it asks', async () => {
    const { id } = await anEndpoint();
    server.answers(500);
    for (let day = 0; day < 6; day++) {
      await anOrder();
      await operator.advance({ days: 1 });
    }
    expect(await endpoint(id)).toMatchObject({ state: 'disabled', stateReason: 'failing' });
    const states = new Set((await deliveries(id)).map(({ state }) => state));
    expect(states).toEqual(new Set(['failed', 'abandoned']));
  });

  test('lets the events of a replay wait behind the one that it does not take, so that their order stays', async () => {
    const { id } = await anEndpoint();
    server.answers(500);
    const from = (await operator.time()).now;
    const order = await anOrder(2000);
    await demo.confirm(order.id, { amount: 2000 });
    await operator.advance({ days: 4 });
    const before = server.asked();
    const to = (await operator.time()).now;
    const { id: replayId } = await demo.api.post<ReplayResource>(at(id, '/replays'), { from, to });
    const replay = () => demo.api.get<ReplayResource>(at(id, `/replays/${replayId}`));
    const waiting = await until(
      () => 'waiting',
      async () => ((await replay()).state === 'waiting' ? replay() : undefined),
    );
    expect(waiting).toMatchObject({ delivered: 0, nextAttemptAt: expect.any(String) });
    expect(server.asked()).toBe(before + 1);
    server.answers(200);
    await operator.advance({ hours: 1 });
    expect(await replay()).toMatchObject({ state: 'completed', delivered: 2 });
    expect(server.eventsOf(order.id).map(({ event }) => event.type)).toEqual(['order.authorized', 'order.confirmed']);
  });
});

describe('a shop that does not want to be called', () => {
  test('says 410 and is not called again; it hears of that, and can turn its endpoint on again', async () => {
    const { id } = await anEndpoint();
    server.answers(410);
    await anOrder();
    const gone = await until(
      () => 'disabled',
      async () => ((await endpoint(id)).state === 'disabled' ? endpoint(id) : undefined),
    );
    expect(gone).toMatchObject({ stateReason: 'gone' });
    const asked = server.asked();
    await anOrder();
    await operator.advance({ hours: 1 });
    expect(server.asked()).toBe(asked);
    const told = await allPages<EventResource>(demo.api, `/v1/events?resourceId=${id}`);
    expect(told.map(({ type }) => type)).toEqual(['webhook_endpoint.created', 'webhook_endpoint.disabled']);
    const range = { from: gone.createdAt, to: gone.updatedAt };
    expectProblem(await demo.api.tryPost(at(id, '/replays'), range), 409, 'WebhookEndpointDisabled');

    server.answers(200);
    const headers = { 'if-match': `"${gone.version}"` };
    succeeded(await demo.api.send('PATCH', at(id), { body: { state: 'enabled' }, headers }));
    expectProblem(await demo.api.send('PATCH', at(id), { body: { state: 'disabled' }, headers }), 412, 'VersionStale');
    await untilReceived((await anOrder()).id, 'order.authorized');
  });

  test('sends us elsewhere and is not followed', async () => {
    const { id } = await anEndpoint();
    server.answers(302);
    await anOrder();
    const [delivery] = await until(
      () => 'attempted',
      async () => ((await deliveries(id, '?state=retrying')).length > 0 ? deliveries(id) : undefined),
    );
    expect(delivery?.attempts[0]).toMatchObject({ status: 302 });
    expect(server.paths()).toEqual(new Set(['/tegata']));
  });

  test('deletes its endpoint: what waited is abandoned, and it is not found any more', async () => {
    const { id } = await anEndpoint();
    server.answers(500);
    await anOrder();
    await until(
      () => 'retrying',
      async () => ((await deliveries(id, '?state=retrying')).length > 0 ? true : undefined),
    );
    made.length = 0;
    expect((await demo.api.send('DELETE', at(id))).status).toBe(204);
    const asked = server.asked();
    await operator.advance({ hours: 1 });
    expect(server.asked()).toBe(asked);
    expectProblem(await demo.api.send('GET', at(id)), 404, 'WebhookEndpointNotFound');
    expectProblem(await demo.api.send('DELETE', at(id)), 404, 'WebhookEndpointNotFound');
    expect((await demo.api.get<{ items: EndpointResource[] }>(endpointsPath)).items.map((one) => one.id)).not.toContain(
      id,
    );
  });
});

describe('one event', () => {
  test('is sent again to the endpoint that is named, whatever its filter says', async () => {
    const { id } = await anEndpoint(['buyer_application.*']);
    const order = await anOrder();
    const [event] = await until(
      () => 'told',
      async () => {
        const events = await allPages<EventResource>(demo.api, `/v1/events?resourceId=${order.id}`);
        return events.length > 0 ? events : undefined;
      },
    );
    expect(server.eventsOf(order.id)).toEqual([]);
    const path = `/v1/events/${event?.id}/redeliveries`;
    const body = await demo.api.post<{ items: ReplayResource[] }>(path, { endpointId: id });
    expect(body.items).toMatchObject([{ endpointId: id, eventId: event?.id }]);
    expect((await untilReceived(order.id, 'order.authorized')).event).toEqual(event);
    expectProblem(await demo.api.tryPost('/v1/events/evt_none/redeliveries', { endpointId: id }), 404, 'EventNotFound');
    expectProblem(await other.api.tryPost(path, { endpointId: id }), 404, 'EventNotFound');
  });
});

describe('an address that we do not call', () => {
  test.for([
    'http://shop.example.jp/hook',
    'https://10.0.0.1/hook',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:10.0.0.1]/',
    'https://user:secret@example.jp/',
    'https://192.168.0.10:8443/',
    'ftp://example.jp/',
    'nothing',
  ])('%s is refused when it is registered', async (url) => {
    const problem = expectProblem(
      await demo.api.tryPost(endpointsPath, { url, events: ['*'] }),
      400,
      'MalformedRequest',
    );
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/url']);
  });
});

test('who added, changed and deleted an endpoint stands in the audit trail', async () => {
  const { id } = await anEndpoint();
  made.length = 0;
  succeeded(await demo.api.send('DELETE', at(id)));
  const trail = await until(
    () => 'told',
    async () => {
      const { items } = await demo.api.get<{ items: { action: string; by: string; requestId: string | null }[] }>(
        `/v1/audit-log?resourceId=${id}`,
      );
      return items.length === 2 ? items : undefined;
    },
  );
  expect(trail.map(({ action }) => action)).toEqual(['webhook_endpoint.deleted', 'webhook_endpoint.created']);
  expect(trail[0]).toMatchObject({ by: expect.stringMatching(/^key_/), requestId: expect.any(String) });
});
