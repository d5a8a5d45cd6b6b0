import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { EventResource } from '../../functions/events/event.contract.ts';
import type { ReplayResource } from '../../functions/webhooks/delivery.contract.ts';
import { until } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { allPages, anActiveBuyer } from '../support/sessions.ts';
import { endpointAt, verified, webhookReceiver, webhookSession } from '../support/webhooks.ts';

const { demo, operator } = await journey();
const buyer = anActiveBuyer(demo, aCompany({ requestedCreditLimit: 5_000_000 }));
const server = await webhookReceiver();
const webhooks = webhookSession(demo, server.url);
const anOrder = async (amount = 1000) => demo.place({ buyerId: (await buyer).id, amount });

afterEach(async () => {
  server.forget();
  await webhooks.removeAll();
});
afterAll(() => server.close());

describe('a shop that does not answer', () => {
  test('for an hour is told again by the schedule, and hears all of it', async () => {
    const { id } = await webhooks.add();
    server.answers(503);
    const order = await anOrder();
    await until(
      () => 'called',
      async () => (server.asked.length > 0 ? true : undefined),
    );
    await operator.advance({ hours: 1 });
    const [waiting] = await webhooks.deliveries(id);
    expect(waiting).toMatchObject({ state: 'retrying', nextAttemptAt: expect.any(String) });
    expect(waiting?.attempts.map(({ status }) => status)).toEqual([503, 503, 503, 503]); // at once, 5 s, 5 min, 30 min
    expect(await webhooks.endpoint(id)).toMatchObject({ state: 'enabled', failingSince: expect.any(String) });
    server.answers(200);
    await operator.advance({ hours: 3 });
    expect(server.eventsOf(order.id)).toHaveLength(1);
    expect((await webhooks.deliveries(id))[0]).toMatchObject({ state: 'delivered', nextAttemptAt: null });
    expect((await webhooks.endpoint(id)).failingSince).toBeNull();
  });

  test('for three days and more hears everything in order after a replay of the range', async () => {
    await operator.advance({ hours: 1 }); // what happened before has been recorded, and is not told to the new endpoint
    const from = (await operator.time()).now;
    server.answers(500);
    const { id, secret } = await webhooks.add(['*']);
    const orders: string[] = [];
    for (const amount of [1000, 2000, 3000]) {
      const order = await anOrder(amount);
      await demo.confirm(order.id, { amount: 500 });
      await demo.confirm(order.id, { amount: amount - 500 });
      orders.push(order.id);
      await operator.advance({ hours: 8 });
    }
    await operator.advance({ hours: 84 });
    const missed = await webhooks.deliveries(id);
    expect(new Set(missed.map(({ state }) => state))).toEqual(new Set(['failed']));
    expect(missed[0]?.attempts).toHaveLength(10);
    expect(server.received).toEqual([]);

    server.answers(200);
    const to = (await operator.time()).now;
    const key = randomUUID();
    const replay = await demo.api.post<ReplayResource>(endpointAt(id, '/replays'), { from, to }, key);
    const again = await demo.api.post<ReplayResource>(endpointAt(id, '/replays'), { from, to }, key);
    expect(again).toEqual(replay);
    const done = await until(
      () => 'replayed',
      async () => {
        const now = await demo.api.get<ReplayResource>(endpointAt(id, `/replays/${replay.id}`));
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
    expect(new Set((await webhooks.deliveries(id)).map(({ state }) => state))).toEqual(new Set(['delivered']));
    await expectBalancedBooks(operator);
  });

  test('for more than five days is not called any more, and hears why when it asks', async () => {
    const { id } = await webhooks.add();
    server.answers(500);
    for (let day = 0; day < 6; day++) {
      await anOrder();
      await operator.advance({ days: 1 });
    }
    expect(await webhooks.endpoint(id)).toMatchObject({ state: 'disabled', stateReason: 'failing' });
    const states = new Set((await webhooks.deliveries(id)).map(({ state }) => state));
    expect(states).toEqual(new Set(['failed', 'abandoned']));
  });

  test('lets the events of a replay wait behind the one that it does not take, so that their order stays', async () => {
    const { id } = await webhooks.add();
    server.answers(500);
    const from = (await operator.time()).now;
    const order = await anOrder(2000);
    await demo.confirm(order.id, { amount: 2000 });
    await operator.advance({ days: 4 });
    const before = server.asked.length;
    const to = (await operator.time()).now;
    const { id: replayId } = await demo.api.post<ReplayResource>(endpointAt(id, '/replays'), { from, to });
    const replay = () => demo.api.get<ReplayResource>(endpointAt(id, `/replays/${replayId}`));
    const waiting = await until(
      () => 'waiting',
      async () => ((await replay()).state === 'waiting' ? replay() : undefined),
    );
    expect(waiting).toMatchObject({ delivered: 0, nextAttemptAt: expect.any(String) });
    expect(server.asked.length).toBe(before + 1);
    server.answers(200);
    await operator.advance({ hours: 1 });
    expect(await replay()).toMatchObject({ state: 'completed', delivered: 2 });
    expect(server.eventsOf(order.id).map(({ event }) => event.type)).toEqual(['order.authorized', 'order.confirmed']);
  });
});
