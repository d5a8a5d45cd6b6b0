import { describe, expect, test } from 'vitest';
import { expectProblem } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { anActiveBuyer, linesOf } from '../support/sessions.ts';

const { demo, operator } = await journey();

const aBuyerWith = (requestedCreditLimit: number) => anActiveBuyer(demo, aCompany({ requestedCreditLimit }));

describe('an order on credit', () => {
  test('is authorized, changed, shipped in parts and closed by the last shipment', async () => {
    const { id: buyerId } = await aBuyerWith(1_000_000);
    const order = await demo.place({ buyerId, amount: 600_000, shippingDueOn: '2026-12-10' });
    expect(order).toMatchObject({ state: 'authorized', amount: 600_000, amountRemaining: 600_000, version: 1 });
    expect(order.nextActions).toEqual(['confirm', 'change_amount', 'cancel', 'extend']);
    expect(await demo.credit(buyerId)).toMatchObject({ limit: 1_000_000, held: 600_000, available: 400_000 });

    const raised = await demo.change(order, 900_000);
    expect(raised).toMatchObject({ state: 'authorized', amount: 900_000, lines: linesOf(900_000), version: 2 });
    const lowered = await demo.change(raised, 500_000);
    expect(await demo.credit(buyerId)).toMatchObject({ held: 500_000, available: 500_000 });

    const partly = await demo.confirm(lowered.id, { amount: 200_000, carrier: 'ヤマト運輸', trackingNumber: '1234' });
    expect(partly).toMatchObject({ state: 'partially_confirmed', amountConfirmed: 200_000, amountRemaining: 300_000 });
    expect(await demo.credit(buyerId)).toMatchObject({ held: 300_000, receivable: 200_000, available: 500_000 });

    const closed = await demo.confirm(lowered.id, { amount: 100_000, final: true });
    expect(closed).toMatchObject({ state: 'confirmed', amountConfirmed: 300_000, amountCancelled: 200_000 });
    expect(closed.confirmations.map(({ amount }) => amount)).toEqual([200_000, 100_000]);
    expect(await demo.order(order.id)).toEqual(closed);
    expect(await demo.credit(buyerId)).toMatchObject({ held: 0, receivable: 300_000, available: 700_000 });

    const journals = await operator.journals(order.id);
    expect(
      journals.map(({ rule, lines }) => [rule, ...lines.map(({ account, amount }) => `${account} ${amount}`)]),
    ).toEqual([
      ['capture', '1110 200000', '2010 -200000'],
      ['capture', '1110 100000', '2010 -100000'],
    ]);
    await expectBalancedBooks(operator);
  });

  test('is confirmed whole when a shipment names no amount', async () => {
    const { id: buyerId } = await aBuyerWith(300_000);
    const order = await demo.place({ buyerId, amount: 123_456 });
    const confirmed = await demo.confirm(order.id);
    expect(confirmed).toMatchObject({
      state: 'confirmed',
      amountConfirmed: 123_456,
      amountRemaining: 0,
      nextActions: ['credit'],
    });
    await expectBalancedBooks(operator);
  });

  test.for(['2062-01-31', '1926-01-31'])('is shipped on a day that can be, and not on %s', async (shippedOn) => {
    const { id: buyerId } = await aBuyerWith(300_000);
    const order = await demo.place({ buyerId, amount: 10_000 });
    const { errors } = expectProblem(await demo.tryConfirm(order.id, { shippedOn }), 422, 'ShippedOnImpossible');
    expect(errors).toMatchObject([{ pointer: '/shippedOn' }]);
    expect(await demo.order(order.id)).toMatchObject({ state: 'authorized', amountRemaining: 10_000 });
    await expectBalancedBooks(operator);
  });

  test('may take the limit to the last yen, and not one more', async () => {
    const { id: buyerId } = await aBuyerWith(500_000);
    const exact = await demo.place({ buyerId, amount: 500_000 });
    expect(exact.state).toBe('authorized');
    expect(await demo.credit(buyerId)).toMatchObject({ held: 500_000, available: 0 });
    const more = expectProblem(await demo.tryPlace({ buyerId, amount: 1 }), 422, 'CreditLimitExceeded');
    expect(more.availableYen).toBe(0);
    expectProblem(await demo.tryChange(exact, 500_001), 422, 'CreditLimitExceeded');
    expect(await demo.order(exact.id)).toEqual(exact);
    await demo.cancel(exact.id);
    expect(await demo.credit(buyerId)).toMatchObject({ held: 0, available: 500_000 });
    await expectBalancedBooks(operator);
  });

  test('twenty at the same moment never exceed the limit', async () => {
    const { id: buyerId } = await aBuyerWith(1_000_000);
    const answers = await Promise.all(Array.from({ length: 20 }, () => demo.tryPlace({ buyerId, amount: 130_000 })));
    const authorized = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(authorized).toHaveLength(7);
    for (const answer of refused) expectProblem(answer, 422, 'CreditLimitExceeded');
    expect(await demo.credit(buyerId)).toEqual(
      expect.objectContaining({ limit: 1_000_000, held: 910_000, receivable: 0, available: 90_000 }),
    );
    const { items } = await demo.orders(`?buyerId=${buyerId}&limit=100`);
    expect(items.map(({ id }) => id).sort()).toEqual(authorized.map(({ body }) => body.id).sort());
    await expectBalancedBooks(operator);
  });

  test('of two that take 60 % of the limit each, one wins', async () => {
    const { id: buyerId } = await aBuyerWith(1_000_000);
    const both = await Promise.all([1, 2].map(() => demo.tryPlace({ buyerId, amount: 600_000 })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
    await expectBalancedBooks(operator);
  });

  test('cannot be cancelled once a part is confirmed, nor confirmed once it is cancelled', async () => {
    const { id: buyerId } = await aBuyerWith(1_000_000);
    const [shipped, dropped] = [
      await demo.place({ buyerId, amount: 1000 }),
      await demo.place({ buyerId, amount: 2000 }),
    ];
    await demo.confirm(shipped.id, { amount: 1 });
    expectProblem(await demo.tryCancel(shipped.id), 409, 'OrderAlreadyConfirmed');
    expectProblem(await demo.tryConfirm(shipped.id, { amount: 1000 }), 422, 'AmountExceedsRemaining');
    expectProblem(await demo.tryChange({ ...shipped, version: 2 }, 3000), 409, 'OrderNotChangeable');
    expect(await demo.cancel(dropped.id)).toMatchObject({ state: 'cancelled', amountCancelled: 2000, nextActions: [] });
    expectProblem(await demo.tryConfirm(dropped.id), 409, 'HoldAlreadyResolved');
    expectProblem(await demo.tryCancel(dropped.id), 409, 'HoldAlreadyResolved');
    expect(await demo.credit(buyerId)).toMatchObject({ held: 999, receivable: 1, available: 999_000 });
    await expectBalancedBooks(operator);
  });

  test('of ten shipments at the same moment none is confirmed beyond the order', async () => {
    const { id: buyerId } = await aBuyerWith(1_000_000);
    const order = await demo.place({ buyerId, amount: 50_000 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => demo.tryConfirm(order.id, { amount: 20_000 })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expectProblem(answer, 422, 'AmountExceedsRemaining');
    }
    expect(await demo.order(order.id)).toMatchObject({ amountConfirmed: 40_000, amountRemaining: 10_000 });
    expect(await operator.journals(order.id)).toHaveLength(2);
    await expectBalancedBooks(operator);
  });

  test('a change by somebody who has not seen the latest version is refused', async () => {
    const { id: buyerId } = await aBuyerWith(1_000_000);
    const order = await demo.place({ buyerId, amount: 10_000 });
    await demo.change(order, 20_000);
    const stale = expectProblem(await demo.tryChange(order, 30_000), 412, 'VersionStale');
    expect(stale.version).toBe(2);
    expect(await demo.order(order.id)).toMatchObject({ amount: 20_000, version: 2 });
    await expectBalancedBooks(operator);
  });
});
