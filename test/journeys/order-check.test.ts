import { describe, expect, test } from 'vitest';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { anActiveBuyer, anOrder } from '../support/sessions.ts';

const { demo, operator } = await journey();

/** From this amount on the bureau is asked before an order is authorized (the credit policy). */
const large = 3_000_000;

async function aLargeBuyer() {
  const company = aCompany({ requestedCreditLimit: 10_000_000 });
  const { id: buyerId } = await anActiveBuyer(demo, company);
  return { buyerId, corporateNumber: company.company.corporateNumber };
}

const eventsOf = async (orderId: string): Promise<string[]> =>
  (await demo.api.get<{ items: { type: string }[] }>(`/v1/events?resourceId=${orderId}`)).items.map(({ type }) => type);

describe('a large order', () => {
  test('P12 the completion screen shows the order authorized when every hop answers', async () => {
    const { buyerId } = await aLargeBuyer();
    const order = await demo.place({ buyerId, amount: large });
    expect(order).toMatchObject({ state: 'authorized', amountRemaining: large, stateReason: null });
    expect(order.paymentNumber).toMatch(/^\d{4}-\d{4}-\d{4}-\d{4}$/);
    expect(await demo.credit(buyerId)).toMatchObject({ held: large, available: 10_000_000 - large });
    await expectBalancedBooks(operator);
  });

  test('P12 a provider that answers too late leaves the order pending under the same id, and an inquiry resolves it', async () => {
    const { buyerId, corporateNumber } = await aLargeBuyer();
    await operator.willBehave('timeout', corporateNumber);
    const asked = anOrder({ buyerId, amount: large });
    const first = await demo.api.tryPost<{ id: string; state: string }>('/v1/orders', asked, 'p12-late');
    expect(first).toMatchObject({ status: 201, body: { state: 'pending_provider', nextActions: ['cancel'] } });
    expect(await demo.credit(buyerId)).toMatchObject({ held: large, available: 10_000_000 - large });

    await operator.advance({ hours: 1 });
    const resolved = await demo.order(first.body.id);
    expect(resolved).toMatchObject({ state: 'authorized', amountRemaining: large });
    const again = await demo.api.tryPost('/v1/orders', asked, 'p12-late');
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await demo.credit(buyerId)).toMatchObject({ held: large });
    expect(await eventsOf(first.body.id)).toEqual(['order.pending', 'order.authorized']);
    await expectBalancedBooks(operator);
  });

  test('P12 an order that the provider wants looked at waits for an operator, who lets it pass', async () => {
    const { buyerId, corporateNumber } = await aLargeBuyer();
    await operator.willBehave('review', corporateNumber);
    const order = await demo.place({ buyerId, amount: large });
    expect(order).toMatchObject({ state: 'review', stateReason: 'examination', nextActions: ['cancel'] });
    expect(await demo.credit(buyerId)).toMatchObject({ held: 0, available: 10_000_000 });
    const queue = await operator.orderReviews();
    expect(queue.find(({ orderId }) => orderId === order.id)).toMatchObject({
      merchantId: 'mer_demo',
      stateReason: 'bureau_watch',
      isOverdue: false,
    });

    const decided = await operator.tryDecideOrder(order.id, { outcome: 'approve', reason: '電話で確認した' });
    expect(decided).toMatchObject({
      status: 201,
      body: { state: 'authorized', decideBy: null, calendarVersion: null },
    });
    expect(await demo.credit(buyerId)).toMatchObject({ held: large, available: 10_000_000 - large });
    const confirmed = await demo.confirm(order.id);
    expect(confirmed.state).toBe('confirmed');
    expect((await operator.orderReviews()).some(({ orderId }) => orderId === order.id)).toBe(false);
    await expectBalancedBooks(operator);
  });

  test('P12 an order that the provider warns of is declined and holds nothing', async () => {
    const { buyerId, corporateNumber } = await aLargeBuyer();
    await operator.willBehave('reject', corporateNumber);
    const order = await demo.place({ buyerId, amount: large });
    expect(order).toMatchObject({ state: 'declined', stateReason: 'examination', amountRemaining: 0, nextActions: [] });
    expect(await demo.credit(buyerId)).toMatchObject({ held: 0, available: 10_000_000 });
    await expectBalancedBooks(operator);
  });
});
