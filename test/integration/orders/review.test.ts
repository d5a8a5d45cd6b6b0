import { beforeAll, describe, expect, test } from 'vitest';
import { creditAccountKey } from '../../../functions/buyers/credit-account.ts';
import { relationKey } from '../../../functions/buyers/relation.ts';
import { authorizeOrder } from '../../../functions/orders/authorize.ts';
import { cancelWholeOrder } from '../../../functions/orders/cancel.ts';
import { decideReview, listReviews } from '../../../functions/orders/decide-review.ts';
import { expireHolds } from '../../../functions/orders/expire.ts';
import type { DecideReview } from '../../../functions/orders/order-review.contract.ts';
import { reviewStore } from '../../../functions/orders/review.store.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { aBuyerWithLimit, actor, anOrder, clockAt, orderPorts, placed, resourceIn } from '../../support/orders.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await testTables();
});

const clock = clockAt('2026-11-20T03:00:00Z');
const operator = { by: 'key_operator', requestId: 'request-1' };
type Buyer = Awaited<ReturnType<typeof aBuyerWithLimit>>;

const ports = () => ({
  ...orderPorts(tables.transactions, tables.ledger.name, clock),
  reviews: reviewStore(tables.transactions, clock),
});
const aBuyer = (limit = 1_000_000, counts: 'holds_and_invoices' | 'invoices_only' = 'holds_and_invoices') =>
  aBuyerWithLimit(tables.transactions, limit, undefined, { reviewAbove: 300_000, counts });
const available = async (buyer: Buyer) => (await tables.transactions.get(creditAccountKey(buyer)))?.available;
const inReview = async (buyer: Buyer, amount = 400_000) =>
  resourceIn(await authorizeOrder(ports(), anOrder(buyer, amount)));
const refusal = (code: string) => expect.objectContaining({ code });

let keys = 0;
const once = () => {
  keys += 1;
  return onceRequest('reviews', `key-${keys}`, {});
};
const reason = '取引先に電話で確認した';
const decide = (orderId: string, outcome: DecideReview['outcome'], request = once()) =>
  decideReview(ports(), { orderId, decision: { outcome, reason }, once: request, actor: operator });

describe('an order under review', () => {
  test('is authorized by a person and holds its amount from then on', async () => {
    const buyer = await aBuyer();
    const { id } = await inReview(buyer);
    const approved = resourceIn(await decide(id, 'approve'));
    expect(approved).toMatchObject({ state: 'authorized', stateReason: null, amountRemaining: 400_000, version: 2 });
    expect(await available(buyer)).toBe(600_000);
    const item = await tables.transactions.get({ PK: `MERCHANT#${buyer.merchantId}`, SK: `ORDER#${id}` });
    expect(item).toMatchObject({ outbox: 'order.authorized', actor: operator, review: { outcome: 'approve', reason } });
  });

  test('is decided once by a button that is pressed many times at once, and each press gets the answer', async () => {
    const buyer = await aBuyer();
    const { id } = await inReview(buyer);
    const request = once();
    const pressed = await Promise.all(Array.from({ length: 4 }, () => decide(id, 'approve', request)));
    expect(new Set(pressed.map(({ body }) => body)).size).toBe(1);
    expect(await available(buyer)).toBe(600_000);
  });

  test('holds nothing after its approval either where invoices only count', async () => {
    const buyer = await aBuyer(1_000_000, 'invoices_only');
    const { id } = await inReview(buyer);
    expect(resourceIn(await decide(id, 'approve'))).toMatchObject({ state: 'authorized' });
    expect(await available(buyer)).toBe(1_000_000);
  });

  test('is declined for good', async () => {
    const buyer = await aBuyer();
    const { id } = await inReview(buyer);
    expect(resourceIn(await decide(id, 'decline'))).toMatchObject({
      state: 'declined',
      stateReason: 'review_declined',
      amountCancelled: 400_000,
      nextActions: [],
    });
    await expect(decide(id, 'approve')).rejects.toEqual(refusal('OrderReviewNotFound'));
    expect(await available(buyer)).toBe(1_000_000);
  });

  test('goes on waiting when the credit is gone by the time of its approval', async () => {
    const buyer = await aBuyer(600_000);
    const { id } = await inReview(buyer, 400_000);
    await placed(ports(), buyer, 250_000);
    await expect(decide(id, 'approve')).rejects.toEqual(refusal('CreditLimitExceeded'));
    const { order } = await ports().orders.get({ merchantId: buyer.merchantId, orderId: id });
    expect(order).toMatchObject({ state: 'review', version: 1 });
    expect(await available(buyer)).toBe(350_000);
  });

  test('is not authorized for a buyer who was suspended meanwhile', async () => {
    const buyer = await aBuyer();
    const { id } = await inReview(buyer);
    const suspended = { ...relationKey(buyer), state: 'suspended', version: 4 };
    await tables.transactions.write({ table: tables.transactions.name, put: suspended });
    await expect(decide(id, 'approve')).rejects.toEqual(refusal('BuyerNotActive'));
    expect(await available(buyer)).toBe(1_000_000);
  });

  test('is decided once: the same request is answered as before, and of two decisions at once one counts', async () => {
    const buyer = await aBuyer();
    const { id } = await inReview(buyer);
    const request = once();
    const first = await decide(id, 'approve', request);
    expect(await decide(id, 'approve', request)).toEqual({ ...first, replayed: true });
    expect(await available(buyer)).toBe(600_000);

    const other = await inReview(buyer);
    const outcomes = await Promise.allSettled([decide(other.id, 'approve'), decide(other.id, 'decline')]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('can be cancelled by its merchant', async () => {
    const buyer = await aBuyer();
    const { id } = await inReview(buyer);
    const cancel = { merchantId: buyer.merchantId, orderId: id, once: once(), actor };
    expect(resourceIn(await cancelWholeOrder(ports(), cancel))).toMatchObject({ state: 'cancelled' });
    await expect(decide(id, 'approve')).rejects.toEqual(refusal('OrderReviewNotFound'));
    expect(await available(buyer)).toBe(1_000_000);
  });
});

describe('the queue of reviews', () => {
  test('shows those first that are due first, and who is late', async () => {
    tables = await testTables();
    const buyer = await aBuyer(9_000_000);
    clock.set('2026-11-20T03:00:00Z');
    const first = await inReview(buyer);
    clock.set('2026-11-24T03:00:00Z');
    const second = await inReview(buyer);
    clock.set('2026-11-26T03:00:00Z'); // the first one was due on Wednesday the 25th
    const page = await listReviews(ports(), { limit: 1 });
    expect(page.items).toMatchObject([
      { orderId: first.id, decideBy: '2026-11-25', calendarVersion: 'jp-banks-2022', isOverdue: true },
    ]);
    const rest = await listReviews(ports(), { limit: 5, cursor: page.nextCursor ?? undefined });
    expect(rest.items).toMatchObject([{ orderId: second.id, decideBy: '2026-11-26', isOverdue: false }]);
  });

  test('what nobody decides for sixty days is declined', async () => {
    tables = await testTables();
    const buyer = await aBuyer();
    clock.set('2026-11-20T03:00:00Z');
    const { id } = await inReview(buyer);
    clock.set('2027-01-20T03:00:00Z');
    expect(await expireHolds(ports())).toEqual({ released: 1, warned: 0, handedOver: 0 });
    const { order } = await ports().orders.get({ merchantId: buyer.merchantId, orderId: id });
    expect(order).toMatchObject({ state: 'declined', stateReason: 'hold_expired' });
    expect(await available(buyer)).toBe(1_000_000);
  });
});
