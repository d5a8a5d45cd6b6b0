import { describe, expect, test } from 'vitest';
import { expireHolds } from '../../../functions/orders/expire.ts';
import { isToBeWarned } from '../../../functions/orders/hold-term.ts';
import { yen } from '../../../functions/shared/money.ts';

test('a hold that cannot be released holds up no other, and the run fails so that it is looked into', async () => {
  const saved: string[] = [];
  const at = '2026-09-01T00:00:00.000Z';
  const order = (id: string) => ({
    ...{ id, merchantId: 'mer_1', buyerId: 'buy_1', reference: id, lines: [], confirmations: [], version: 1 },
    ...{ amount: yen(100), amountConfirmed: yen(0), amountCancelled: yen(0), amountRemaining: yen(100) },
    ...{ state: 'authorized' as const, createdAt: at, updatedAt: at, expiresOn: '2026-10-31' },
  });
  const run = expireHolds({
    clock: { now: () => Date.parse('2026-11-20T00:00:00Z') },
    endingHolds: async function* () {
      for (const orderId of ['ord_1', 'ord_2', 'ord_3']) yield { merchantId: 'mer_1', orderId };
    },
    orders: {
      get: async ({ orderId }) => {
        if (orderId === 'ord_2') throw new Error('not an order');
        return { order: order(orderId), proofs: () => [] };
      },
      save: async ({ order: { id } }) => {
        saved.push(id);
      },
    },
  });
  await expect(run).rejects.toThrow('1 holds failed, 2 released, 0 warned');
  expect(saved).toEqual(['ord_1', 'ord_3']);
});

describe('P21 the end of a hold', () => {
  const at = '2026-11-20T03:00:00.000Z';
  const order = {
    ...{
      id: 'ord_1',
      merchantId: 'mer_1',
      buyerId: 'buy_1',
      reference: 'PO-1',
      lines: [],
      confirmations: [],
      version: 1,
    },
    ...{ amount: yen(100), amountConfirmed: yen(0), amountCancelled: yen(0), amountRemaining: yen(100) },
    ...{ state: 'authorized' as const, createdAt: at, updatedAt: at, expiresOn: '2027-01-19' },
  };

  test.for([
    ['2027-01-11', order, false], // eight days before
    ['2027-01-12', order, true],
    ['2027-01-19', order, true],
    ['2027-01-13', { ...order, warnedAt: '2027-01-12T15:05:00.000Z' }, false],
    ['2027-03-13', { ...order, expiresOn: '2027-03-20', extendedAt: at, warnedAt: '2026-11-19T00:00:00.000Z' }, true],
    ['2027-01-12', { ...order, state: 'review' as const }, false],
  ] as const)('is announced on %s or not', ([today, of, isTold]) => {
    expect(isToBeWarned(of, today)).toBe(isTold);
  });
});
