import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { credited, creditedOf } from '../../../functions/orders/credit-note.ts';
import { extend } from '../../../functions/orders/hold-term.ts';
import {
  cancel,
  changeAmount,
  changeShopAmount,
  confirm,
  expire,
  finalize,
  type Order,
  type OrderState,
} from '../../../functions/orders/order.ts';
import { authorize, decline, toReview } from '../../../functions/orders/order-review.ts';
import { yen } from '../../../functions/shared/money.ts';
import { Refusal } from '../../../functions/shared/refusal.ts';

const at = '2026-11-20T03:00:00.000Z';

function anOrderIn(state: OrderState, facts: Partial<Order> = {}): Order {
  return {
    id: 'ord_1',
    merchantId: 'mer_demo',
    buyerId: 'buy_1',
    reference: 'PO-1',
    lines: [],
    amount: yen(1_000),
    amountConfirmed: yen(0),
    amountCancelled: yen(0),
    amountRemaining: yen(1_000),
    confirmations: [],
    state,
    version: 1,
    createdAt: at,
    updatedAt: at,
    expiresOn: '2027-01-19',
    ...facts,
  };
}

const note = (amount: number) => ({ id: 'crn', amount: yen(amount), reason: 'returned' as const, creditedAt: at });

const shipment = { shippedOn: '2026-11-20', isFinal: false };
const actions = {
  confirm: (order: Order) => confirm(order, shipment, 'cnf_1', at),
  cancel: (order: Order) => cancel(order, at),
  'change the amount of': (order: Order) => changeAmount(order, yen(900), [], at),
  expire: (order: Order) => expire(order, at),
  finalize: (order: Order) => finalize(order, at),
  extend: (order: Order) => extend(order, at),
  credit: (order: Order) => credited(order, { id: 'crn_1', amount: yen(400), reason: 'returned', creditedAt: at }, at),
  'let pass': (order: Order) => authorize(order, at),
  decline: (order: Order) => decline(order, 'review_declined', at),
  'put before a person': (order: Order) => toReview(order, 'bureau_watch', at),
  "change the shop's amount of": (order: Order) => changeShopAmount(order, yen(900), at),
};

function outcomeOf(action: () => Order): string {
  try {
    return action().state;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('the life of an order', () => {
  const part = { amountConfirmed: yen(400), amountRemaining: yen(600) };
  const done = { amountConfirmed: yen(1_000), amountRemaining: yen(0) };
  const gone = { amountCancelled: yen(1_000), amountRemaining: yen(0) };
  test.for([
    ['confirm', anOrderIn('authorized'), 'confirmed'],
    ['confirm', anOrderIn('partially_confirmed', part), 'confirmed'],
    ['confirm', anOrderIn('confirmed', done), 'OrderAlreadyConfirmed'],
    ['confirm', anOrderIn('cancelled', gone), 'HoldAlreadyResolved'],
    ['confirm', anOrderIn('expired', gone), 'HoldAlreadyResolved'],
    ['confirm', anOrderIn('review'), 'OrderNotConfirmable'],
    ['cancel', anOrderIn('authorized'), 'cancelled'],
    ['cancel', anOrderIn('partially_confirmed', part), 'OrderAlreadyConfirmed'],
    ['cancel', anOrderIn('confirmed', done), 'OrderAlreadyConfirmed'],
    ['cancel', anOrderIn('cancelled', gone), 'HoldAlreadyResolved'],
    ['change the amount of', anOrderIn('authorized'), 'authorized'],
    ['change the amount of', anOrderIn('partially_confirmed', part), 'OrderNotChangeable'],
    ['change the amount of', anOrderIn('cancelled', gone), 'OrderNotChangeable'],
    ['expire', anOrderIn('authorized'), 'expired'],
    ['expire', anOrderIn('partially_confirmed', part), 'confirmed'],
    ['expire', anOrderIn('cancelled', gone), 'HoldAlreadyResolved'],
    ['cancel', anOrderIn('review'), 'cancelled'],
    ['cancel', anOrderIn('pending_provider'), 'cancelled'],
    ['confirm', anOrderIn('pending_provider'), 'OrderNotConfirmable'],
    ['let pass', anOrderIn('review'), 'authorized'],
    ['let pass', anOrderIn('pending_provider'), 'authorized'],
    ['decline', anOrderIn('review'), 'declined'],
    ['put before a person', anOrderIn('pending_provider'), 'review'],
    ['let pass', anOrderIn('declined', gone), 'HoldAlreadyResolved'],
    ['confirm', anOrderIn('declined', gone), 'HoldAlreadyResolved'],
    ['finalize', anOrderIn('partially_confirmed', part), 'confirmed'],
    ['finalize', anOrderIn('authorized'), 'OrderNotConfirmed'],
    ['finalize', anOrderIn('confirmed', done), 'OrderAlreadyConfirmed'],
    ['finalize', anOrderIn('cancelled', gone), 'HoldAlreadyResolved'],
    ['credit', anOrderIn('partially_confirmed', part), 'partially_confirmed'],
    ['credit', anOrderIn('confirmed', done), 'confirmed'],
    ['credit', anOrderIn('confirmed', { ...done, credits: [note(700)] }), 'CreditExceedsConfirmed'],
    ['credit', anOrderIn('authorized'), 'OrderNotConfirmed'],
    ['credit', anOrderIn('cancelled', gone), 'OrderNotConfirmed'],
    ['extend', anOrderIn('authorized'), 'authorized'],
    ['extend', anOrderIn('partially_confirmed', part), 'partially_confirmed'],
    ['extend', anOrderIn('authorized', { extendedAt: at }), 'HoldAlreadyExtended'],
    ['extend', anOrderIn('expired', gone), 'HoldNotExtendable'],
    ["change the shop's amount of", anOrderIn('authorized'), 'authorized'],
    ["change the shop's amount of", anOrderIn('confirmed', done), 'OrderNotChangeable'],
  ] as const)('%s one that is in this state', ([action, order, outcome]) => {
    expect(outcomeOf(() => actions[action](order))).toBe(outcome);
  });

  test('never loses or makes a yen, whatever is asked of it', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('confirm'),
        amount: fc.option(fc.integer({ min: 1, max: 1_200 })),
        isFinal: fc.boolean(),
      }),
      fc.record({ kind: fc.constant('change'), amount: fc.integer({ min: 1, max: 2_000 }) }),
      fc.record({ kind: fc.constantFrom('change of the shop', 'credit'), amount: fc.integer({ min: 1, max: 1_200 }) }),
      fc.record({ kind: fc.constantFrom('cancel', 'expire', 'finalize', 'extend') }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let order = anOrderIn('authorized');
        for (const one of steps) {
          const before = order;
          try {
            order = apply(order, one);
            expect(order.version).toBe(before.version + 1);
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
          expect(order.amountConfirmed + order.amountCancelled + order.amountRemaining).toBe(order.amount);
          const confirmed = order.confirmations.reduce((sum, { amount }) => sum + amount, 0);
          expect(confirmed).toBe(order.amountConfirmed);
          expect(creditedOf(order)).toBeLessThanOrEqual(order.amountConfirmed);
          expect(order.amountRemaining > 0).toBe(['authorized', 'partially_confirmed'].includes(order.state));
        }
      }),
    );
  });
});

interface Step {
  readonly kind: string;
  readonly amount?: number | null;
  readonly isFinal?: boolean;
}

function apply(order: Order, { kind, amount, isFinal = false }: Step): Order {
  if (kind === 'confirm') {
    const asked = amount == null ? undefined : yen(amount);
    return confirm(order, { shippedOn: '2026-11-20', isFinal, amount: asked }, `cnf_${order.version}`, at);
  }
  const asked = yen(amount ?? 1);
  switch (kind) {
    case 'change':
      return changeAmount(order, asked, [], at);
    case 'change of the shop':
      return changeShopAmount(order, asked, at);
    case 'credit':
      return credited(order, note(asked), at);
    case 'finalize':
      return finalize(order, at);
    case 'extend':
      return extend(order, at);
    case 'cancel':
      return cancel(order, at);
    default:
      return expire(order, at);
  }
}

test('the hundredth shipment has to close the order, so that no rest stays held', () => {
  const one = { id: 'cnf', amount: yen(1), shippedOn: '2026-11-20', confirmedAt: at };
  const order = anOrderIn('partially_confirmed', {
    amountConfirmed: yen(99),
    amountRemaining: yen(901),
    confirmations: Array.from({ length: 99 }, () => one),
  });
  const ship = (part: { amount?: ReturnType<typeof yen>; isFinal: boolean }) => () =>
    confirm(order, { shippedOn: '2026-11-20', ...part }, 'cnf_100', at);
  expect(outcomeOf(ship({ amount: yen(1), isFinal: false }))).toBe('TooManyConfirmations');
  expect(outcomeOf(ship({ amount: yen(1), isFinal: true }))).toBe('confirmed');
  expect(outcomeOf(ship({ isFinal: false }))).toBe('confirmed');
});
