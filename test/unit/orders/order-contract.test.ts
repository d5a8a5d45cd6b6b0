import { describe, expect, test } from 'vitest';
import { ChangeOrder, listOrders, PlaceOrder } from '../../../functions/orders/order.contract.ts';
import { reasonCodeOf } from '../../../functions/orders/order.ts';
import { CreditOrder } from '../../../functions/orders/order-actions.contract.ts';
import { fieldErrors } from '../../../functions/shared/field-errors.ts';

const order = {
  reference: 'PO-1',
  buyerId: 'buy_1',
  method: 'paid',
  lines: [{ description: 'Chairs', quantity: 1, unitPrice: 1_000, taxRate: 10, taxIncluded: true }],
  amount: 1_000,
};

const wrongIn = (schema: typeof PlaceOrder | typeof listOrders.query, input: unknown) => {
  const { error } = schema.safeParse(input);
  return error ? fieldErrors(error.issues, '', input).map(({ pointer, code }) => `${pointer} ${code}`) : [];
};

describe('an order that is asked for', () => {
  test('is taken as it is', () => {
    expect(wrongIn(PlaceOrder, order)).toEqual([]);
  });

  test.for(['PO\u0000-1', 'PO\n1', '\u001b[31mPO'])('has no control characters in its texts: %j', (text) => {
    expect(wrongIn(PlaceOrder, { ...order, reference: text })).toEqual(['/reference control_character']);
    const lines = [{ ...order.lines[0], description: text }];
    expect(wrongIn(PlaceOrder, { ...order, lines })).toEqual(['/lines/0/description control_character']);
  });
});

test('a change of an order needs no lines, but those that are sent make up its amount', () => {
  const wrongAt = (change: object) => ChangeOrder.safeParse(change).error?.issues.map(({ path }) => path.join('/'));
  expect(wrongAt({ amount: 900 })).toBeUndefined();
  expect(wrongAt({ amount: 1_000, lines: order.lines })).toBeUndefined();
  expect(wrongAt({ amount: 900, lines: order.lines })).toEqual(['amount']);
  expect(wrongAt({ amount: 900, lines: [] })).toEqual(['amount']);
});

describe('a list of orders', () => {
  test('may be of one day', () => {
    expect(wrongIn(listOrders.query, { from: '2026-12-01', to: '2026-12-01' })).toEqual([]);
  });

  test('does not end before it begins', () => {
    expect(wrongIn(listOrders.query, { from: '2026-12-01', to: '2026-11-30' })).toEqual(['/to before_from']);
  });
});

test('a credit note takes a code for its reason, or one line in the words of the merchant', () => {
  const takes = (reason: unknown) => CreditOrder.safeParse({ amount: 500, reason }).success;
  expect(['damaged', '返品のため', 'a'.repeat(200)].map(takes)).toEqual([true, true, true]);
  expect(['', ' ', 'a'.repeat(201), '返品\nのため', undefined].map(takes)).toEqual([false, false, false, false, false]);
  expect(['damaged', '返品のため'].map(reasonCodeOf)).toEqual(['damaged', 'other']);
});
