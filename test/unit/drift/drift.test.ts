import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNews, type Sight, seen, settled } from '../../../functions/drift/drift.ts';
import { reported } from '../../../functions/drift/shop-report.ts';
import { type ComparedOrder, factsOf, kindsOfOrder, sightOf } from '../../../functions/drift/sights.ts';
import { type Order, shopStatuses } from '../../../functions/orders/order.ts';

const witness = { at: '2026-11-20T03:00:00.000Z', by: 'key_1', requestId: 'req_1' };
const sight = (shopAmount: number, cause: Sight['cause'] = 'amount_differs'): Sight => ({
  merchantId: 'mer_1',
  kind: 'amount',
  cause,
  reference: 'PO-1',
  orderId: 'ord_1',
  facts: { shopAmount, paidAmount: 1000, shopStatus: null, orderState: 'authorized' },
});
const opened = (of = sight(900)) => seen(undefined, of, witness) ?? expect.fail('nothing was seen');

describe('a drift', () => {
  test('is opened by what is seen, and not again by the same', () => {
    const drift = opened();
    expect(drift).toMatchObject({ state: 'open', version: 1, evidence: [{ what: 'detected', by: 'key_1' }] });
    expect(seen(drift, sight(900), witness)).toBeUndefined();
  });

  test('that says something else than before is news, and one whose order only moved on is not', () => {
    const drift = opened();
    const other = seen(drift, sight(800), witness) ?? expect.fail('nothing was seen');
    expect(isNews(drift, other)).toBe(true);
    const moved = { ...sight(900), facts: { ...sight(900).facts, orderState: 'confirmed' } };
    const followed = seen(drift, moved, witness) ?? expect.fail('nothing was seen');
    expect(isNews(drift, followed)).toBe(false);
    expect(followed.evidence.map(({ what }) => what)).toEqual(['detected', 'changed']);
  });

  test('that is accepted is seen again only when the two sides say something else', () => {
    const accepted = settled(opened(), { resolution: 'accept', facts: sight(900).facts }, witness);
    expect(seen(accepted, sight(900), witness)).toBeUndefined();
    expect(seen(accepted, sight(800), witness)).toMatchObject({ state: 'open', version: 3 });
  });

  test('that ended otherwise opens again with the same', () => {
    const ended = settled(opened(), { resolution: 'change', facts: sight(900).facts }, witness);
    const again = seen(ended, sight(900), witness);
    expect(again).toMatchObject({ state: 'open', version: 3 });
    expect(again).not.toHaveProperty('resolution');
  });

  test('keeps its latest evidence, however often it is seen', () => {
    let drift = opened();
    for (let amount = 0; amount < 50; amount++) drift = seen(drift, sight(amount), witness) ?? drift;
    expect(drift.version).toBe(51);
    expect(drift.evidence).toHaveLength(20);
    expect(drift.evidence.at(-1)?.facts.shopAmount).toBe(49);
  });
});

const anOrder = (changes: Partial<ComparedOrder> = {}): ComparedOrder => ({
  id: 'ord_1',
  merchantId: 'mer_1',
  reference: 'PO-1',
  state: 'authorized',
  amount: 1000,
  amountCancelled: 0,
  ...changes,
});
const causesOf = (changes: Partial<ComparedOrder>) =>
  kindsOfOrder.flatMap((kind) => sightOf(kind, anOrder(changes))?.cause ?? []);

describe('an order is apart from the shop', () => {
  test.for([
    ['when the shop shows another amount', { shopAmount: 900 }, ['amount_differs']],
    ['not when the shop has said nothing', {}, []],
    ['still when it was confirmed like that', { shopAmount: 900, state: 'confirmed' }, ['amount_differs']],
    ['not in its amount once nothing will be billed', { shopAmount: 900, state: 'cancelled' }, []],
    ['not when the rest was released and the shop shows what is left', { shopAmount: 700, amountCancelled: 300 }, []],
    ['when the shop cancelled and the payment stands', { shopStatus: 'cancelled' }, ['shop_cancelled']],
    ['also when it is confirmed', { shopStatus: 'cancelled', state: 'confirmed' }, ['shop_cancelled']],
    ['not when both are cancelled', { shopStatus: 'cancelled', state: 'cancelled' }, []],
    ['when the shop shipped and nothing is confirmed', { shopStatus: 'shipped' }, ['shop_shipped']],
    ['when only a part is confirmed', { shopStatus: 'shipped', state: 'partially_confirmed' }, ['shop_shipped']],
    ['not when it is confirmed', { shopStatus: 'shipped', state: 'confirmed' }, []],
    ['when the hold expired and the shop goes on', { shopStatus: 'open', state: 'expired' }, ['payment_released']],
    ['not while both are open', { shopStatus: 'open' }, []],
  ] as const)('%s', ([, changes, causes]) => {
    expect(causesOf(changes)).toEqual(causes);
  });

  test('whatever a shop reports, the same report again says nothing new', () => {
    const states = ['authorized', 'partially_confirmed', 'confirmed', 'cancelled', 'expired'] as const;
    const reports = fc.record({
      amount: fc.option(fc.integer({ min: 0, max: 2000 }), { nil: undefined }),
      status: fc.option(fc.constantFrom(...shopStatuses), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...states), reports, (state, report) => {
        const order = { ...anOrder({ state }), version: 1, updatedAt: witness.at } as unknown as Order;
        const told = reported(order, report, witness.at);
        expect(reported(told, report, witness.at)).toBe(told);
        const { shopAmount } = factsOf(told);
        expect(shopAmount === null || shopAmount !== 1000).toBe(true);
      }),
    );
  });
});
