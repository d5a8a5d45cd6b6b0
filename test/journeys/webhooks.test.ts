import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { EventResource } from '../../functions/events/event.contract.ts';
import type { ReplayResource } from '../../functions/webhooks/delivery.contract.ts';
import type { EndpointResource, EndpointWithSecret } from '../../functions/webhooks/endpoint.contract.ts';
import { expectProblem, succeeded, until } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { allPages, anActiveBuyer } from '../support/sessions.ts';
import { endpointAt, verified, webhookReceiver, webhookSession } from '../support/webhooks.ts';

const { demo, other, operator } = await journey();
const buyer = anActiveBuyer(demo, aCompany({ requestedCreditLimit: 5_000_000 }));
const server = await webhookReceiver();
const webhooks = webhookSession(demo, server.url);
const anOrder = async (amount = 1000) => demo.place({ buyerId: (await buyer).id, amount });

afterEach(async () => {
  server.forget();
  await webhooks.removeAll();
});
afterAll(() => server.close());

describe('a shop that is called', () => {
  test('P9 P20 hears of what happens to its orders and buyers as it happens, signed, without asking', async () => {
    const { secret } = await webhooks.add(['order.*', 'buyer_application.decided']);
    const { id: buyerId } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 400_000 }));
    const order = await demo.place({ buyerId, amount: 10_000 });
    await demo.confirm(order.id, { amount: 10_000 });

    const decided = await server.untilReceived(buyerId, 'buyer_application.decided');
    const confirmed = await server.untilReceived(order.id, 'order.confirmed');
    for (const one of [decided, confirmed]) expect(verified(one, secret)).toEqual(one.event);
    expect(confirmed.headers['webhook-id']).toBe(confirmed.event.id);
    expect(() => verified({ ...confirmed, body: confirmed.body.replace('10000', '90000') }, secret)).toThrow();
    const told = await allPages<EventResource>(demo.api, `/v1/events?resourceId=${order.id}`);
    expect(told).toContainEqual(confirmed.event);
    expect(server.received.map(({ event }) => event.type)).not.toContain('buyer_application.submitted');
    await expectBalancedBooks(operator);
  });

  test('sees in the list of deliveries what was sent, when, and what it answered', async () => {
    const { id } = await webhooks.add();
    const order = await anOrder();
    await server.untilReceived(order.id, 'order.authorized');
    expect(await webhooks.deliveryUntil(id, 'delivered')).toMatchObject({
      eventType: 'order.authorized',
      resourceId: order.id,
      attempts: [{ status: 200, error: null, replayId: null }],
      nextAttemptAt: null,
    });
    expect(await webhooks.deliveries(id, '?state=failed')).toEqual([]);
    expectProblem(await other.api.send('GET', endpointAt(id, '/deliveries')), 404, 'WebhookEndpointNotFound');
  });

  test('takes over a new secret while the old one still signs, and until the overlap ends only', async () => {
    const { id, secret: first } = await webhooks.add();
    const { secret: second } = await demo.api.post<EndpointWithSecret>(endpointAt(id, '/secret-rotations'), {
      overlapHours: 2,
    });
    const during = await server.untilReceived((await anOrder()).id, 'order.authorized');
    expect(during.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [first, second]) expect(verified(during, secret)).toEqual(during.event);
    expect((await webhooks.endpoint(id)).previousSecretUntil).not.toBeNull();
    await operator.advance({ hours: 2 });
    const after = await server.untilReceived((await anOrder()).id, 'order.authorized');
    expect(verified(after, second)).toEqual(after.event);
    expect(() => verified(after, first)).toThrow();
    expect((await webhooks.endpoint(id)).previousSecretUntil).toBeNull();
  });
});

describe('a shop that does not want to be called', () => {
  test('says 410 and is not called again; it hears of that, and can turn its endpoint on again', async () => {
    const { id } = await webhooks.add();
    server.answers(410);
    await anOrder();
    const gone = await until(
      () => 'disabled',
      async () => ((await webhooks.endpoint(id)).state === 'disabled' ? webhooks.endpoint(id) : undefined),
    );
    expect(gone).toMatchObject({ stateReason: 'gone' });
    const asked = server.asked.length;
    await anOrder();
    await operator.advance({ hours: 1 });
    expect(server.asked.length).toBe(asked);
    const told = await allPages<EventResource>(demo.api, `/v1/events?resourceId=${id}`);
    expect(told.map(({ type }) => type)).toEqual(['webhook_endpoint.created', 'webhook_endpoint.disabled']);
    const range = { from: gone.createdAt, to: gone.updatedAt };
    expectProblem(await demo.api.tryPost(endpointAt(id, '/replays'), range), 409, 'WebhookEndpointDisabled');

    server.answers(200);
    const headers = { 'if-match': `"${gone.version}"` };
    succeeded(await demo.api.send('PATCH', endpointAt(id), { body: { state: 'enabled' }, headers }));
    expectProblem(
      await demo.api.send('PATCH', endpointAt(id), { body: { state: 'disabled' }, headers }),
      412,
      'VersionStale',
    );
    await server.untilReceived((await anOrder()).id, 'order.authorized');
  });

  test('sends us elsewhere and is not followed', async () => {
    const { id } = await webhooks.add();
    server.answers(302);
    await anOrder();
    const delivery = await webhooks.deliveryUntil(id, 'retrying');
    expect(delivery.attempts[0]).toMatchObject({ status: 302 });
    expect(new Set(server.asked)).toEqual(new Set(['/tegata']));
  });

  test('deletes its endpoint: what waited is abandoned, and it is not found any more', async () => {
    const { id } = await webhooks.add();
    server.answers(500);
    await anOrder();
    await webhooks.deliveryUntil(id, 'retrying');
    expect((await webhooks.remove(id)).status).toBe(204);
    const asked = server.asked.length;
    await operator.advance({ hours: 1 });
    expect(server.asked.length).toBe(asked);
    expectProblem(await demo.api.send('GET', endpointAt(id)), 404, 'WebhookEndpointNotFound');
    expectProblem(await demo.api.send('DELETE', endpointAt(id)), 404, 'WebhookEndpointNotFound');
    const { items } = await demo.api.get<{ items: EndpointResource[] }>('/v1/webhook-endpoints');
    expect(items.map((one) => one.id)).not.toContain(id);
  });
});

describe('a test', () => {
  test('brings a signed event that says nothing happened, and what the shop made of it', async () => {
    const { id, secret } = await webhooks.add(['order.*']);
    const path = endpointAt(id, '/tests');
    const sent = await demo.api.post<{ event: EventResource }>(path, {});
    expect(sent).toMatchObject({ event: { type: 'webhook_endpoint.test' }, taken: true, status: 200, error: null });
    const [arrived] = server.eventsOf(id);
    expect(arrived && verified(arrived, secret)).toEqual(sent.event);
    server.answers(500);
    expect(await demo.api.post(path, {})).toMatchObject({ taken: false, status: 500 });
    expect(await webhooks.deliveries(id)).toEqual([]);
    expect((await webhooks.endpoint(id)).failingSince).toBeNull();
  });
});

describe('one event', () => {
  test('is sent again to the endpoint that is named, whatever its filter says', async () => {
    const { id } = await webhooks.add(['buyer_application.*']);
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
    expect((await server.untilReceived(order.id, 'order.authorized')).event).toEqual(event);
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
      await demo.api.tryPost('/v1/webhook-endpoints', { url, events: ['*'] }),
      400,
      'MalformedRequest',
    );
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/url']);
  });
});

test('who added, changed and deleted an endpoint stands in the audit trail', async () => {
  const { id } = await webhooks.add();
  await webhooks.remove(id);
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
