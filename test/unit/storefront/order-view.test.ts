import { describe, expect, test } from 'vitest';
import { orderResource } from '../../../functions/orders/order.resource.ts';
import type { Order } from '../../../functions/orders/order.ts';
import { yen } from '../../../functions/shared/money.ts';
import { orderRow, orderView } from '../../../functions/storefront/order-view.ts';
import { promptOf } from '../../../functions/storefront/report-status.ts';

const anOrder = (changes: Partial<Order> = {}) => {
  const order: Order = {
    id: 'ord_1',
    merchantId: 'mer_1',
    buyerId: 'buy_1',
    reference: 'PO-1',
    lines: [{ description: 'コーヒー豆', quantity: 1, unitPrice: 12_000, taxRate: 8, taxIncluded: true }],
    amount: yen(12_000),
    amountConfirmed: yen(0),
    amountCancelled: yen(0),
    amountRemaining: yen(12_000),
    confirmations: [],
    state: 'authorized',
    version: 3,
    createdAt: '2026-11-20T03:00:00.000Z',
    updatedAt: '2026-11-20T03:00:00.000Z',
    expiresOn: '2027-01-19',
    ...changes,
  };
  return orderResource(order);
};

describe('B5 the label of an order', () => {
  test.for([
    ['authorized', 'Paid(未確定)', 'Paid (not confirmed)'],
    ['confirmed', 'Paid(確定済)', 'Paid (confirmed)'],
    ['cancelled', 'Paid(キャンセル済)', 'Paid (cancelled)'],
    ['partially_confirmed', 'Paid(一部確定)', 'Paid (partly confirmed)'],
    ['expired', 'Paid(期限切れ)', 'Paid (expired)'],
    ['review', 'Paid(審査中)', 'Paid (under review)'],
    ['pending_provider', 'Paid(審査中)', 'Paid (under review)'],
    ['declined', 'Paid(否決)', 'Paid (declined)'],
  ] as const)('B5 of one that is %s is %s', ([state, ja, en]) => {
    const order = anOrder({ state });
    expect([orderRow(order, 'ja').label.text, orderRow(order, 'en').label.text]).toEqual([ja, en]);
  });
});

describe('B5 the buttons of an order', () => {
  const textsOf = (changes: Partial<Order>) => orderView(anOrder(changes), 'ja').buttons.map(({ text }) => text);

  test.for([
    ['authorized', ['確定済に変更', 'キャンセルに変更', '金額を変更', '与信期限を延長', '決済状態更新']],
    ['partially_confirmed', ['確定済に変更', '残りを取り消して確定済に変更', '与信期限を延長', '決済状態更新']],
    ['review', ['キャンセルに変更', '決済状態更新']],
    ['confirmed', ['決済状態更新']],
    ['cancelled', ['決済状態更新']],
    ['expired', ['決済状態更新']],
  ] as const)('B5 that is %s are %j', ([state, texts]) => {
    const part = state === 'partially_confirmed' ? { amountConfirmed: yen(2000), amountRemaining: yen(10_000) } : {};
    expect(textsOf({ state, ...part })).toEqual(texts);
  });

  test('B7 have a key of order, action and version, and speak the language of the screen', () => {
    const [confirm] = orderView(anOrder(), 'en').buttons;
    expect(confirm).toMatchObject({ text: 'Change to confirmed', idempotencyKey: 'ord_1:confirm:3' });
    expect(confirm?.path).toBe('/v1/storefront/orders/ord_1/actions?lang=en');
  });
});

describe('B6 the dialog in which an order is edited', () => {
  test('B6 shows both amounts, their difference and the text of the tick', () => {
    const { editDialog } = orderView(anOrder({ shopAmount: yen(15_000) }), 'ja');
    expect(editDialog).toEqual({
      isEditable: true,
      notice: null,
      tickTemplate: 'Paidの決済金額も {amount} 円に変更する',
      tickText: 'Paidの決済金額も 15,000 円に変更する',
      shopAmount: 15_000,
      paidAmount: 12_000,
      difference: 3000,
    });
    expect(orderView(anOrder(), 'en').editDialog.tickText).toBe('Change the Paid amount to 12,000 yen as well');
  });

  test('B6 is closed once the order is confirmed', () => {
    const { editDialog } = orderView(anOrder({ state: 'confirmed' }), 'en');
    expect(editDialog).toMatchObject({ isEditable: false, notice: expect.stringContaining('cannot be changed') });
  });

  test('B6 shows what is left to bill when the rest was released', () => {
    const closed = anOrder({ state: 'confirmed', amountConfirmed: yen(9000), amountCancelled: yen(3000) });
    expect(orderView(closed, 'ja')).toMatchObject({ shopAmount: 9000, paidAmount: 9000, difference: 0 });
  });
});

describe('P18 what the staff is asked', () => {
  test.for([
    ['cancelled', 'authorized', 'payment_not_cancelled', 'キャンセルに変更'],
    ['cancelled', 'review', 'payment_not_cancelled', 'キャンセルに変更'],
    ['cancelled', 'confirmed', 'payment_not_cancelled', undefined],
    ['shipped', 'authorized', 'payment_not_confirmed', '確定済に変更'],
  ] as const)('P18 when the shop is %s and the payment %s', ([shopStatus, state, code, text]) => {
    const prompt = promptOf(anOrder({ state, shopStatus }), 'ja');
    expect([prompt?.code, prompt?.button?.text]).toEqual([code, text]);
  });

  test.for([
    ['cancelled', 'cancelled'],
    ['shipped', 'confirmed'],
    ['open', 'authorized'],
  ] as const)('P18 nothing when the shop is %s and the payment %s', ([shopStatus, state]) => {
    expect(promptOf(anOrder({ state, shopStatus }), 'ja')).toBeNull();
  });
});
