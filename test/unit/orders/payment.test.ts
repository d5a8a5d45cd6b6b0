import { expect, test } from 'vitest';
import { type PaidOrder, paymentOf } from '../../../functions/orders/payment.ts';

const order = (about: Partial<PaidOrder>): PaidOrder => ({
  state: 'authorized',
  amount: 1000,
  amountConfirmed: 0,
  amountCredited: 0,
  amountRemaining: 0,
  ...about,
});

test.for([
  ['authorized', order({ amountRemaining: 1000 }), { captured: 0, refunded: 0, remaining: 1000 }],
  ['reviewing', order({ state: 'review', amountRemaining: 1000 }), { captured: 0 }],
  ['pending', order({ state: 'pending_provider', amountRemaining: 1000 }), { captured: 0 }],
  [
    'partially_captured',
    order({ state: 'partially_confirmed', amountConfirmed: 400, amountRemaining: 600 }),
    { captured: 400, remaining: 600 },
  ],
  ['captured', order({ state: 'confirmed', amountConfirmed: 400 }), { captured: 400, refunded: 0, remaining: 0 }],
  ['partially_refunded', order({ state: 'confirmed', amountConfirmed: 400, amountCredited: 399 }), { refunded: 399 }],
  ['refunded', order({ state: 'confirmed', amountConfirmed: 400, amountCredited: 400 }), { refunded: 400 }],
  ['cancelled', order({ state: 'cancelled' }), { captured: 0, remaining: 0 }],
  ['expired', order({ state: 'expired' }), { captured: 0 }],
  ['declined', order({ state: 'declined' }), { captured: 0 }],
] as const)('P31 a payment is told as %s', ([status, of, amounts]) => {
  expect(paymentOf(of)).toMatchObject({ status, amount: 1000, ...amounts });
});

test('P31 a payment of which more may be captured is told as that, whatever was given back of the rest', () => {
  const all = {
    state: 'partially_confirmed',
    amountConfirmed: 400,
    amountCredited: 400,
    amountRemaining: 600,
  } as const;
  expect(paymentOf(order(all))).toMatchObject({ status: 'partially_captured', captured: 400, refunded: 400 });
});
