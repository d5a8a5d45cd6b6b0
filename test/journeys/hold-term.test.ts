import { beforeAll, describe, expect, test } from 'vitest';
import type { MessageResource } from '../../functions/notifications/notification.contract.ts';
import type { OrderResource } from '../../functions/orders/order.contract.ts';
import { expectProblem, until } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { anActiveBuyer, type Page } from '../support/sessions.ts';

const { demo, operator } = await journey();

/** One walk through sixty days for all that is said of them: what happens to each order is independent of the others. */
describe('P21 a hold on credit', () => {
  let shipping: string;
  let waiting: string;
  const orders = {} as Record<'untouched' | 'halfShipped' | 'kept' | 'left', OrderResource>;

  beforeAll(async () => {
    shipping = (await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 1_000_000 }))).id;
    orders.untouched = await demo.place({ buyerId: shipping, amount: 300_000 });
    orders.halfShipped = await demo.place({ buyerId: shipping, amount: 200_000 });
    await demo.confirm(orders.halfShipped.id, { amount: 50_000 });
    waiting = (await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 500_000 }))).id;
    orders.kept = await demo.place({ buyerId: waiting, amount: 100_000 });
    orders.left = await demo.place({ buyerId: waiting, amount: 123_456 });
  });

  /** The mail to the merchant about the order, once it has been sent. */
  const mailAbout = (template: string, { id, reference }: OrderResource) =>
    until(
      () => `sent: ${template} about ${id}`,
      async () => {
        const { items } = await demo.api.get<Page<MessageResource>>(`/v1/messages?resourceId=${id}`);
        if (!items.some((message) => message.template === template && message.state === 'sent')) return undefined;
        const mails = await demo.api.get<Page<{ subject: string; text: string }>>(
          '/v1/test/messages?limit=100&to=ops@demo-shop.example',
        );
        return mails.items.find(({ text }) => text.includes(reference));
      },
    );

  test('P21 of which more than seven days are left is warned of by nobody', async () => {
    await operator.advance({ days: 52 });
    expect((await demo.order(orders.kept.id)).warnings).toEqual([]);
  });

  test('P21 the merchant is warned by e-mail seven days before, and sees it at the order', async () => {
    await operator.advance({ days: 1 });
    expect(await demo.order(orders.kept.id)).toMatchObject({
      state: 'authorized',
      warnings: [{ code: 'hold_expiring' }],
    });
    const warning = await mailAbout('order_expiring', orders.left);
    expect(warning.subject).toContain('確保期限が近づいています');
    expect(warning.text).toContain('123,456円');
  });

  test('P21 is extended once', async () => {
    const { id, expiresOn } = orders.kept;
    const extended = await demo.tryExtend(id);
    expect(extended).toMatchObject({ status: 201, body: { state: 'authorized', warnings: [] } });
    expect(Date.parse(extended.body.expiresOn) - Date.parse(expiresOn)).toBe(60 * 24 * 3_600_000);
    expectProblem(await demo.tryExtend(id), 409, 'HoldAlreadyExtended');
  });

  test('P21 stands for sixty days', async () => {
    const lastDay = await operator.advance({ days: 7 });
    expect(lastDay.businessDate).toBe(orders.untouched.expiresOn);
    expect(await demo.order(orders.untouched.id)).toMatchObject({ state: 'authorized', amountRemaining: 300_000 });
    expect(await demo.credit(shipping)).toMatchObject({ held: 450_000, receivable: 50_000, available: 500_000 });
  });

  test('P21 gives its credit back on the day after', async () => {
    await operator.advance({ days: 1 });
    const expired = await demo.order(orders.untouched.id);
    expect(expired).toMatchObject({ state: 'expired', stateReason: 'hold_expired', amountCancelled: 300_000 });
    expect(expired.stateHistory.map(({ state }) => state)).toEqual(['authorized', 'expired']);
    expect(await demo.order(orders.halfShipped.id)).toMatchObject({
      state: 'confirmed',
      stateReason: 'hold_expired',
      amountConfirmed: 50_000,
      amountCancelled: 150_000,
      stateHistory: [
        { state: 'authorized', reason: null },
        { state: 'partially_confirmed', reason: null },
        { state: 'confirmed', reason: 'hold_expired' },
      ],
    });
    expect(await demo.credit(shipping)).toMatchObject({ held: 0, receivable: 50_000, available: 950_000 });
    expectProblem(await demo.tryConfirm(orders.untouched.id), 409, 'HoldAlreadyResolved');
    expectProblem(await demo.tryCancel(orders.untouched.id), 409, 'HoldAlreadyResolved');
    await expectBalancedBooks(operator);
  });

  test('P21 that was extended goes on, and one that was not is told to have ended', async () => {
    expect(await demo.order(orders.kept.id)).toMatchObject({ state: 'authorized', amountRemaining: 100_000 });
    expect(await demo.order(orders.left.id)).toMatchObject({ state: 'expired', amountCancelled: 123_456 });
    expect(await demo.credit(waiting)).toMatchObject({ held: 100_000, available: 400_000 });
    await mailAbout('order_expired', orders.left);
    const events = await demo.api.get<{ items: { type: string }[] }>(`/v1/events?resourceId=${orders.left.id}`);
    expect(events.items.map(({ type }) => type)).toEqual(['order.authorized', 'order.expiring', 'order.expired']);
    await expectBalancedBooks(operator);
  });
});

describe('the sandbox’s clock', () => {
  test('never goes back, and its date is the date in Japan', async () => {
    const before = await operator.time();
    const answer = await operator.api.tryPost('/v1/test/clock/advance', { to: '2020-01-01T00:00:00Z' });
    expect(answer.status).toBe(422);
    const after = await operator.advance({ hours: 12 });
    expect(Date.parse(after.now)).toBeGreaterThanOrEqual(Date.parse(before.now) + 12 * 3_600_000);
    const inJapan = new Date(Date.parse(after.now) + 9 * 3_600_000).toISOString().slice(0, 10);
    expect(after.businessDate).toBe(inJapan);
  });
});
