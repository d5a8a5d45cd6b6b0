import { describe, expect, test } from 'vitest';
import { orderResource } from '../../../functions/orders/order.resource.ts';
import type { Order } from '../../../functions/orders/order.ts';
import { authorize, toReview } from '../../../functions/orders/order-review.ts';
import { yen } from '../../../functions/shared/money.ts';

const at = '2026-11-20T03:00:00.000Z'; // a Friday; the Monday after it is a holiday (勤労感謝の日)
const pending: Order = {
  id: 'ord_1',
  merchantId: 'mer_1',
  buyerId: 'buy_1',
  reference: 'PO-1',
  lines: [],
  amount: yen(1000),
  amountConfirmed: yen(0),
  amountCancelled: yen(0),
  amountRemaining: yen(1000),
  confirmations: [],
  state: 'pending_provider',
  version: 1,
  createdAt: at,
  updatedAt: at,
  expiresOn: '2027-01-19',
};

describe('the day by which an order under review is decided', () => {
  const inReview = toReview(pending, 'examination', at);

  test('is the second business day, and says by which calendar', () => {
    expect(orderResource(inReview)).toMatchObject({ decideBy: '2026-11-25', calendarVersion: 'jp-banks-2022' });
  });

  test('is gone with its calendar when the order is authorized', () => {
    expect(orderResource(authorize(inReview, at))).toMatchObject({ decideBy: null, calendarVersion: null });
  });
});
