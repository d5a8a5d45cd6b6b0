import { describe, expect, test } from 'vitest';
import { credited } from '../../../functions/orders/credit-note.ts';
import { extend } from '../../../functions/orders/hold-term.ts';
import { orderResource } from '../../../functions/orders/order.resource.ts';
import { cancel, changeAmount, confirm, expire, finalize, type Order } from '../../../functions/orders/order.ts';
import { authorize, decline, reviewed, stopped, toReviewBy } from '../../../functions/orders/order-review.ts';
import { stateHistory } from '../../../functions/orders/state-history.ts';
import { yen } from '../../../functions/shared/money.ts';

const on = (day: number): string => `2026-11-${day}T03:00:00.000Z`;

const placed: Order = {
  id: 'ord_1',
  merchantId: 'mer_1',
  buyerId: 'buy_1',
  reference: 'PO-1',
  lines: [{ description: '机', quantity: 1, unitPrice: 10_000, taxRate: 10, taxIncluded: true }],
  amount: yen(10_000),
  amountConfirmed: yen(0),
  amountCancelled: yen(0),
  amountRemaining: yen(10_000),
  confirmations: [],
  state: 'authorized',
  version: 1,
  createdAt: on(10),
  updatedAt: on(10),
  expiresOn: '2027-01-09',
};
const inReview: Order = { ...placed, state: 'review', stateReason: 'over_soft_limit', decideBy: '2026-11-12' };
const pending: Order = { ...placed, state: 'pending_provider' };

const ship = (order: Order, day: number, amount?: number): Order => {
  const shipment = { shippedOn: '2026-11-10', isFinal: false, amount: amount === undefined ? undefined : yen(amount) };
  return confirm(order, shipment, `cnf_${day}`, on(day));
};
const decided = (outcome: 'approve' | 'decline', order: Order, day: number): Order =>
  reviewed(order, { outcome, reason: '電話で確認', decidedBy: 'key_1', decidedAt: on(day) }, true);

const authorized = ['authorized', null, on(10)] as const;
const lives: readonly (readonly [string, Order, readonly (readonly [string, string | null, string])[]])[] = [
  ['that waits for a shipment', placed, [authorized]],
  ['that waits for a decision', inReview, [['review', 'over_soft_limit', on(10)]]],
  ['that waits for the bureau', pending, [['pending_provider', null, on(10)]]],
  ['whose amount was changed', changeAmount(placed, yen(9_000), placed.lines, on(11)), [authorized]],
  ['shipped at once', ship(placed, 11), [authorized, ['confirmed', null, on(11)]]],
  [
    'shipped in three parts',
    ship(ship(ship(placed, 11, 1_000), 12, 1_000), 13),
    [authorized, ['partially_confirmed', null, on(11)], ['confirmed', null, on(13)]],
  ],
  [
    'that is partly shipped',
    ship(ship(placed, 11, 1_000), 12, 1_000),
    [authorized, ['partially_confirmed', null, on(11)]],
  ],
  [
    'that is closed without a last shipment',
    finalize(ship(placed, 11, 1_000), on(12)),
    [authorized, ['partially_confirmed', null, on(11)], ['confirmed', 'finalized', on(12)]],
  ],
  [
    'whose hold ended after a shipment',
    expire(ship(placed, 11, 1_000), on(12)),
    [authorized, ['partially_confirmed', null, on(11)], ['confirmed', 'hold_expired', on(12)]],
  ],
  ['whose hold ended', expire(placed, on(11)), [authorized, ['expired', 'hold_expired', on(11)]]],
  ['that was cancelled', cancel(placed, on(11)), [authorized, ['cancelled', null, on(11)]]],
  [
    'that was cancelled in review',
    cancel(inReview, on(11)),
    [
      ['review', 'over_soft_limit', on(10)],
      ['cancelled', null, on(11)],
    ],
  ],
  [
    'that the bureau cleared, and that was shipped',
    ship(authorize(pending, on(11)), 12),
    [
      ['pending_provider', null, on(10)],
      ['authorized', null, on(11)],
      ['confirmed', null, on(12)],
    ],
  ],
  [
    'that the bureau warned of',
    stopped(pending, on(11)),
    [
      ['pending_provider', null, on(10)],
      ['declined', 'examination', on(11)],
    ],
  ],
  [
    'that the bureau left to a person, who let it pass',
    decided('approve', toReviewBy('bureau_watch', pending, on(11)), 12),
    [
      ['pending_provider', null, on(10)],
      ['review', 'examination', on(11)],
      ['authorized', null, on(12)],
    ],
  ],
  [
    'that a person declined',
    decided('decline', inReview, 12),
    [
      ['review', 'over_soft_limit', on(10)],
      ['declined', 'review_declined', on(12)],
    ],
  ],
];

describe.for(lives)('an order %s', ([, order, history]) => {
  test('tells its states, oldest first', () => {
    expect(stateHistory(order)).toEqual(history.map(([state, reason, at]) => ({ state, reason, at })));
  });

  test('is in the last of them, for the reason that it shows', () => {
    const { state, stateReason: reason, stateHistory } = orderResource(order);
    expect(stateHistory.at(-1)).toMatchObject({ state, reason });
  });
});

describe('the states of an order stay as they were', () => {
  const note = { id: 'crn_1', amount: yen(500), reason: 'damaged', creditedAt: on(20) };

  test.for([
    ['an extension', ship(placed, 11, 1_000), (order: Order) => extend(order, on(20))],
    ['a credit note', finalize(ship(placed, 11, 1_000), on(12)), (order: Order) => credited(order, note, on(20))],
  ] as const)('after %s', ([, order, change]) => {
    expect(stateHistory(change(order))).toEqual(stateHistory(order));
  });
});

describe('an order from before its moves were kept', () => {
  const unmoved = ({ moves: _, ...order }: Order): Order => order;

  test('that was finalized tells its end, and its shipment apart from it', () => {
    expect(stateHistory(unmoved(finalize(ship(placed, 11, 1_000), on(12))))).toEqual([
      { state: 'authorized', reason: null, at: on(10) },
      { state: 'partially_confirmed', reason: null, at: on(11) },
      { state: 'confirmed', reason: 'finalized', at: on(12) },
    ]);
  });

  test('that was declined was never authorized', () => {
    expect(stateHistory(unmoved(decline(inReview, 'hold_expired', on(11))))).toEqual([
      { state: 'declined', reason: 'hold_expired', at: on(11) },
    ]);
  });

  test('keeps its moves from its next one on', () => {
    expect(stateHistory(cancel(unmoved(inReview), on(11))).map(({ state }) => state)).toEqual(['review', 'cancelled']);
  });
});
