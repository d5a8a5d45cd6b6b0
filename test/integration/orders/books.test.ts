import fc from 'fast-check';
import { expect, test } from 'vitest';
import { auditStore } from '../../../functions/ledger/audit.store.ts';
import { audit } from '../../../functions/ledger/audit.ts';
import { authorizeOrder } from '../../../functions/orders/authorize.ts';
import { cancelWholeOrder } from '../../../functions/orders/cancel.ts';
import { captureOrder } from '../../../functions/orders/capture.ts';
import { changeOrderAmount } from '../../../functions/orders/change-amount.ts';
import { creditOrder } from '../../../functions/orders/credit.ts';
import { decideReview } from '../../../functions/orders/decide-review.ts';
import { expireHolds } from '../../../functions/orders/expire.ts';
import { extendHold } from '../../../functions/orders/extend.ts';
import { finalizeOrder } from '../../../functions/orders/finalize.ts';
import { reviewStore } from '../../../functions/orders/review.store.ts';
import { yen } from '../../../functions/shared/money.ts';
import { onceRequest } from '../../../functions/shared/once.ts';
import { Refusal } from '../../../functions/shared/refusal.ts';
import { testTables } from '../../support/dynamodb.ts';
import { aBuyerWithLimit, actor, anOrder, clockAt, orderPorts, resourceIn } from '../../support/orders.ts';

type Kind = 'place' | 'confirm' | 'change' | 'cancel' | 'finalize' | 'credit' | 'extend' | 'decide' | 'wait';
interface Command {
  readonly kind: Kind;
  /** Which of the orders so far. */
  readonly at: number;
  readonly amount: number;
  readonly flag: boolean;
}

const command = fc.record({
  kind: fc.constantFrom<Kind>(
    ...(['place', 'place', 'confirm', 'confirm', 'change', 'cancel'] as const),
    ...(['finalize', 'credit', 'extend', 'decide', 'wait'] as const),
  ),
  at: fc.nat(5),
  amount: fc.integer({ min: 1, max: 400_000 }),
  flag: fc.boolean(),
});

async function aShop(counts: 'holds_and_invoices' | 'invoices_only') {
  const tables = await testTables();
  const clock = clockAt('2026-11-20T03:00:00Z');
  const rules = { counts, reviewAbove: 300_000, ordersPerDayMax: 6 };
  const buyer = await aBuyerWithLimit(tables.transactions, 1_000_000, undefined, rules);
  const reviews = reviewStore(tables.transactions, clock);
  const ports = { ...orderPorts(tables.transactions, tables.ledger.name, clock), reviews };
  const orders: string[] = [];
  let keys = 0;

  const run = async ({ kind, at, amount, flag }: Command): Promise<unknown> => {
    keys += 1;
    const once = onceRequest('books', `${buyer.buyerId} ${keys}`, {});
    if (kind === 'place') {
      orders.push(resourceIn(await authorizeOrder(ports, anOrder(buyer, amount))).id);
      return;
    }
    if (kind === 'wait') {
      clock.set(new Date(clock.now() + (flag ? 30 : 1) * 86_400_000).toISOString());
      return expireHolds(ports);
    }
    const orderId = orders[at % Math.max(1, orders.length)] ?? 'ord_none';
    const on = { merchantId: buyer.merchantId, orderId, once, actor };
    switch (kind) {
      case 'confirm':
        return captureOrder(ports, { ...on, shipment: { shippedOn: '2026-11-20', amount, final: flag } });
      case 'change': {
        const { order } = await ports.orders.get(on);
        const change = { changePaidAmount: flag, version: order.version };
        return changeOrderAmount(ports, { ...on, ...change, amount: yen(amount) });
      }
      case 'credit':
        return creditOrder(ports, { ...on, note: { amount, reason: 'other' } });
      case 'decide':
        return decideReview(ports, { ...on, decision: { outcome: flag ? 'approve' : 'decline', reason: 'x' } });
      case 'finalize':
        return finalizeOrder(ports, on);
      case 'extend':
        return extendHold(ports, on);
      default:
        return cancelWholeOrder(ports, on);
    }
  };
  const books = auditStore(tables.transactions, tables.ledger);
  /** T1 is about what the stream's consumer derives, and nobody reads the stream here. */
  const broken = async () =>
    (await audit({ books, pause: async () => {} })).filter(({ id, holds }) => !holds && id !== 'T1');
  return { run, broken };
}

test.for(['holds_and_invoices', 'invoices_only'] as const)(
  'whatever is asked, alone or two at once, every yen is accounted for where %s count',
  { timeout: 120_000 },
  async (counts) => {
    const property = fc.asyncProperty(fc.array(fc.tuple(command, command), { maxLength: 12 }), async (pairs) => {
      const shop = await aShop(counts);
      for (const pair of pairs) {
        const outcomes = await Promise.allSettled(pair.map(shop.run));
        for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(Refusal);
      }
      expect(await shop.broken()).toEqual([]);
    });
    await fc.assert(property, { numRuns: 4 });
  },
);
