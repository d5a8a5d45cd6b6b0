import { describe, expect, test } from 'vitest';
import type { AuditResource, EventResource } from '../../functions/events/event.contract.ts';
import { expectProblem, until } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { allPages, anActiveBuyer } from '../support/sessions.ts';

const { demo, other, operator } = await journey();

/** The events of a resource, once the last of them has arrived: they follow the change a moment behind. */
const eventsUntil = (resourceId: string, type: string, { api } = demo) =>
  until(
    () => `told: ${type} of ${resourceId}`,
    async () => {
      const events = await allPages<EventResource>(api, `/v1/events?resourceId=${resourceId}`);
      return events.at(-1)?.type === type ? events : undefined;
    },
  );

describe('what happened', () => {
  test('to an order is told once each, in order, and to its merchant only', async () => {
    const { id: buyerId } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 1_000_000 }));
    const order = await demo.place({ buyerId, amount: 50_000 });
    const changed = await demo.change(order, 60_000);
    await demo.tryConfirm(changed.id, { amount: 10_000 }, 'part');
    await demo.tryConfirm(changed.id, { amount: 10_000 }, 'part');
    await demo.confirm(changed.id, { final: true, amount: 20_000 });

    const events = await eventsUntil(order.id, 'order.confirmed');
    expect(events.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['order.authorized', 1],
      ['order.amount_changed', 2],
      ['order.partially_confirmed', 3],
      ['order.confirmed', 4],
    ]);
    expect(events.at(-1)?.data).toMatchObject({ state: 'confirmed', amountConfirmed: 30_000, amountCancelled: 30_000 });
    expect(new Set(events.map(({ id }) => id)).size).toBe(4);
    expect(await allPages(other.api, `/v1/events?resourceId=${order.id}`)).toEqual([]);
    await expectBalancedBooks(operator);
  });

  test('is told whatever characters people have in their names and texts', async () => {
    const company = aCompany({ name: '株式会社𠮷野家', reference: `𠮷野-${Date.now()}` });
    const { id: buyerId } = await anActiveBuyer(other, company);
    expect((await eventsUntil(buyerId, 'buyer_application.decided', other)).length).toBe(2);

    const order = await other.place({ buyerId, amount: 1000, description: '机🚚 𩸽' });
    await other.confirm(order.id, { carrier: 'ヤマト運輸🚚' });
    const events = await eventsUntil(order.id, 'order.confirmed', other);
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2]);
    await expectBalancedBooks(operator);
  });

  test('to an application is told without the names of people', async () => {
    const company = aCompany({ requestedCreditLimit: 400_000 });
    const { id } = await anActiveBuyer(demo, company);
    const events = await eventsUntil(id, 'buyer_application.decided');
    expect(events.map(({ type }) => type)).toEqual(['buyer_application.submitted', 'buyer_application.decided']);
    const told = JSON.stringify(events);
    for (const personal of [company.contact.email, company.contact.phone, company.representative.familyName]) {
      expect(told).not.toContain(personal);
    }
    await expectBalancedBooks(operator);
  });

  test('is filtered by kind and read on after an event that is known', async () => {
    const { id: buyerId } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 400_000 }));
    const order = await demo.place({ buyerId, amount: 1000 });
    await demo.cancel(order.id);
    const [authorized, cancelled] = await eventsUntil(order.id, 'order.cancelled');
    const after = await allPages<EventResource>(
      demo.api,
      `/v1/events?after=${authorized?.id}&type=order.*&resourceId=${order.id}`,
    );
    expect(after).toEqual([cancelled]);
  });
});

describe('the audit trail', () => {
  test('B8 shows for every action on an order who did it, by which request, and what it changed', async () => {
    const { id: buyerId } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 400_000 }));
    const placed = await demo.tryPlace({ buyerId, amount: 50_000 });
    const changed = await demo.tryChange(placed.body, 60_000);
    const confirmed = await demo.tryConfirm(placed.body.id, { amount: 60_000 });
    await eventsUntil(placed.body.id, 'order.confirmed');

    const trail = await allPages<AuditResource>(demo.api, `/v1/audit-log?resourceId=${placed.body.id}`);
    const requests = [confirmed, changed, placed].map(({ headers }) => headers.get('x-request-id'));
    expect(trail.map(({ action, requestId }) => [action, requestId])).toEqual([
      ['order.confirmed', requests[0]],
      ['order.amount_changed', requests[1]],
      ['order.authorized', requests[2]],
    ]);
    expect(new Set(trail.map(({ by }) => by))).toEqual(new Set([expect.stringMatching(/^key_/)]));
    expect(trail.map(({ from, to }) => [from?.amount, to.amount, to.state])).toEqual([
      [60_000, 60_000, 'confirmed'],
      [50_000, 60_000, 'authorized'],
      [undefined, 50_000, 'authorized'],
    ]);
    expect(trail.at(-1)?.from).toBeNull();

    const path = `/v1/audit-log?resourceId=${placed.body.id}`;
    expect(await allPages<AuditResource>(operator.api, `${path}&merchantId=mer_demo`)).toHaveLength(3);
    expect(await allPages(other.api, path)).toEqual([]);
    expectProblem(await other.api.send('GET', `${path}&merchantId=mer_demo`), 403, 'ScopeMissing');
    expectProblem(await operator.api.send('GET', path), 400, 'MalformedRequest');
    await expectBalancedBooks(operator);
  });
});
