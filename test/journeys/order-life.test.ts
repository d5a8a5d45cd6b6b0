import { describe, expect, test } from 'vitest';
import type { OrderRow } from '../../functions/storefront/storefront-orders.contract.ts';
import { expectProblem, succeeded } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { anActiveBuyer, linesOf, type Page } from '../support/sessions.ts';

const { demo, operator } = await journey();

const aBuyerWith = (requestedCreditLimit: number) => anActiveBuyer(demo, aCompany({ requestedCreditLimit }));

describe('an order as the merchant sees it', () => {
  test('P10 the limit says what is held, what is owed and what is left, to the yen', async () => {
    const { id: buyerId } = await aBuyerWith(1_000_000);
    const order = await demo.place({ buyerId, amount: 600_000 });
    await demo.place({ buyerId, amount: 100_000 });
    await demo.confirm(order.id);
    expect(await demo.credit(buyerId)).toMatchObject({
      limit: 1_000_000,
      held: 100_000,
      receivable: 600_000,
      available: 300_000,
    });
    const refused = expectProblem(await demo.tryPlace({ buyerId, amount: 300_001 }), 422, 'CreditLimitExceeded');
    expect(refused.availableYen).toBe(300_000);
    await expectBalancedBooks(operator);
  });

  test('P31 the list tells the payment of every order in the same words, and is narrowed to a method', async () => {
    const { id: buyerId } = await aBuyerWith(1_000_000);
    const [open, part, paid] = [
      await demo.place({ buyerId, amount: 100_000 }),
      await demo.place({ buyerId, amount: 200_000 }),
      await demo.place({ buyerId, amount: 300_000 }),
    ];
    await demo.confirm(part.id, { amount: 50_000 });
    await demo.confirm(paid.id);
    succeeded(await demo.tryCredit(paid.id, { amount: 300_000, reason: 'returned' }));
    const shown = async (path: string) =>
      (await demo.api.get<Page<OrderRow>>(path)).items
        .filter((row) => row.buyerId === buyerId)
        .map(({ id, method, payment }) => ({ id, method, payment }));
    const told = [
      {
        id: paid.id,
        payment: { status: 'refunded', amount: 300_000, captured: 300_000, refunded: 300_000, remaining: 0 },
      },
      {
        id: part.id,
        payment: { status: 'partially_captured', amount: 200_000, captured: 50_000, refunded: 0, remaining: 150_000 },
      },
      { id: open.id, payment: { status: 'authorized', amount: 100_000, captured: 0, refunded: 0, remaining: 100_000 } },
    ].map((one) => ({ ...one, method: 'paid' }));
    expect(await shown(`/v1/orders?buyerId=${buyerId}`)).toEqual(told);
    expect(await shown(`/v1/orders?method=paid&buyerId=${buyerId}`)).toEqual(told);
    expect(await shown('/v1/storefront/orders?limit=100')).toEqual(told);
    expectProblem(await demo.api.send('GET', '/v1/orders?method=barter'), 400, 'MalformedRequest');
    await expectBalancedBooks(operator);
  });

  test('P13 the completed order carries the purchase, its payment number and its hold', async () => {
    const { id: buyerId } = await aBuyerWith(500_000);
    const order = await demo.place({ buyerId, amount: 123_456, reference: `P13-${buyerId}` });
    expect(order).toMatchObject({
      reference: `P13-${buyerId}`,
      state: 'authorized',
      lines: linesOf(123_456),
      amount: 123_456,
      amountMismatch: 0,
      warnings: [],
    });
    expect(order.paymentNumber).toMatch(/^\d{4}-\d{4}-\d{4}-\d{4}$/);
    expect((await demo.order(order.id)).paymentNumber).toBe(order.paymentNumber);
    expect(await demo.credit(buyerId)).toMatchObject({ held: 123_456 });
    await expectBalancedBooks(operator);
  });

  test('P14 shipping confirms the order once: pressed twice, the first result is shown again', async () => {
    const { id: buyerId } = await aBuyerWith(500_000);
    const order = await demo.place({ buyerId, amount: 80_000 });
    const [first, second] = await Promise.all([1, 2].map(() => demo.tryConfirm(order.id, {}, `p14-${order.id}`)));
    expect(first?.status).toBe(201);
    expect(second?.text).toBe(first?.text);
    expect(await operator.journals(order.id)).toHaveLength(1);
    expectProblem(await demo.tryConfirm(order.id), 409, 'OrderAlreadyConfirmed');
    expect(await demo.credit(buyerId)).toMatchObject({ held: 0, receivable: 80_000 });
    await expectBalancedBooks(operator);
  });

  test('P15 three parts are shipped, and finalizing releases the rest', async () => {
    const { id: buyerId } = await aBuyerWith(1_000_000);
    const order = await demo.place({ buyerId, amount: 500_000 });
    expectProblem(await demo.tryFinalize(order.id), 409, 'OrderNotConfirmed');
    for (const amount of [100_000, 150_000, 50_000]) await demo.confirm(order.id, { amount });
    const closed = await demo.tryFinalize(order.id);
    expect(closed).toMatchObject({
      status: 201,
      body: { state: 'confirmed', stateReason: 'finalized', amountConfirmed: 300_000, amountCancelled: 200_000 },
    });
    expect(await operator.journals(order.id)).toHaveLength(3);
    expect(await demo.credit(buyerId)).toMatchObject({ held: 0, receivable: 300_000, available: 700_000 });
    expectProblem(await demo.tryFinalize(order.id), 409, 'OrderAlreadyConfirmed');
    await expectBalancedBooks(operator);
  });

  test('P16 the Paid amount goes down and up with the order, and not beyond the limit', async () => {
    const { id: buyerId } = await aBuyerWith(500_000);
    const order = await demo.place({ buyerId, amount: 300_000 });
    expectProblem(await demo.tryChange(order, 500_001), 422, 'CreditLimitExceeded');
    expect(await demo.order(order.id)).toEqual(order);
    const lowered = await demo.change(order, 200_000);
    expect(await demo.credit(buyerId)).toMatchObject({ held: 200_000, available: 300_000 });
    const raised = await demo.change(lowered, 500_000);
    expect(raised).toMatchObject({ amount: 500_000, shopAmount: 500_000, amountMismatch: 0 });
    expect(await demo.credit(buyerId)).toMatchObject({ held: 500_000, available: 0 });
    await expectBalancedBooks(operator);
  });

  test('P16 without the tick the shop changes its amount only, and the order shows the mismatch', async () => {
    const { id: buyerId } = await aBuyerWith(500_000);
    const order = await demo.place({ buyerId, amount: 300_000 });
    const changed = await demo.tryChangeShopAmount(order, 280_000);
    expect(changed).toMatchObject({
      status: 200,
      body: {
        amount: 300_000,
        shopAmount: 280_000,
        amountMismatch: -20_000,
        warnings: [{ code: 'amount_mismatch' }],
      },
    });
    expect(await demo.credit(buyerId)).toMatchObject({ held: 300_000 });
    const both = await demo.change(changed.body, 280_000);
    expect(both).toMatchObject({ amount: 280_000, amountMismatch: 0, warnings: [] });
    expect(await demo.credit(buyerId)).toMatchObject({ held: 280_000 });
    await expectBalancedBooks(operator);
  });

  test('P17 an order is confirmed in spite of the mismatch, with a warning, and then no amount changes', async () => {
    const { id: buyerId } = await aBuyerWith(500_000);
    const order = await demo.place({ buyerId, amount: 300_000 });
    await demo.tryChangeShopAmount(order, 310_000);
    const confirmed = await demo.confirm(order.id);
    expect(confirmed).toMatchObject({ state: 'confirmed', amountConfirmed: 300_000, amountMismatch: 10_000 });
    expect(confirmed.warnings.map(({ code }) => code)).toEqual(['amount_mismatch']);
    expectProblem(await demo.tryChange(confirmed, 310_000), 409, 'OrderNotChangeable');
    expectProblem(await demo.tryChangeShopAmount(confirmed, 300_000), 409, 'OrderNotChangeable');
    await expectBalancedBooks(operator);
  });

  test('P18 cancelling releases the hold before the confirmation, and is refused after it', async () => {
    const { id: buyerId } = await aBuyerWith(500_000);
    const [dropped, shipped] = [
      await demo.place({ buyerId, amount: 200_000 }),
      await demo.place({ buyerId, amount: 100_000 }),
    ];
    expect(await demo.cancel(dropped.id)).toMatchObject({ state: 'cancelled', amountCancelled: 200_000 });
    await demo.confirm(shipped.id);
    expectProblem(await demo.tryCancel(shipped.id), 409, 'OrderAlreadyConfirmed');
    expect(await demo.order(shipped.id)).toMatchObject({ state: 'confirmed', amountConfirmed: 100_000 });
    expect(await demo.credit(buyerId)).toMatchObject({ held: 0, receivable: 100_000, available: 400_000 });
    await expectBalancedBooks(operator);
  });

  test('P19 after the confirmation a credit note takes back what was returned, and never more than was confirmed', async () => {
    const { id: buyerId } = await aBuyerWith(500_000);
    const order = await demo.place({ buyerId, amount: 300_000 });
    expectProblem(await demo.tryCredit(order.id, { amount: 1, reason: 'returned' }), 409, 'OrderNotConfirmed');
    await demo.confirm(order.id);
    const credited = await demo.tryCredit(order.id, { lines: linesOf(50_000), reason: 'damaged', note: '破損 1箱' });
    expect(credited).toMatchObject({ status: 201, body: { state: 'confirmed', amountCredited: 50_000 } });
    expect(credited.body.creditNotes).toMatchObject([
      { amount: 50_000, reason: 'damaged', reasonCode: 'damaged', lines: linesOf(50_000) },
    ]);
    const over = await demo.tryCredit(order.id, { amount: 250_001, reason: 'other' });
    expect(expectProblem(over, 422, 'CreditExceedsConfirmed').amountCreditable).toBe(250_000);
    const ownWords = await demo.tryCredit(order.id, { amount: 250_000, reason: '返品のため' });
    expect(ownWords.body.creditNotes[1]).toMatchObject({ reason: '返品のため', reasonCode: 'other' });
    expect(await demo.order(order.id)).toMatchObject({ amountCredited: 300_000, nextActions: [] });
    expect(await demo.credit(buyerId)).toMatchObject({ held: 0, receivable: 0, available: 500_000 });
    const journals = await operator.journals(order.id);
    expect(journals.map(({ rule, lines }) => [rule, ...lines.map((one) => `${one.account} ${one.amount}`)])).toEqual([
      ['capture', '1110 300000', '2010 -300000'],
      ['credit_note', '2010 50000', '1110 -50000'],
      ['credit_note', '2010 250000', '1110 -250000'],
    ]);
    await expectBalancedBooks(operator);
  });
});
