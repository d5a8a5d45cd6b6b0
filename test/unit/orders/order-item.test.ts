import { expect, test } from 'vitest';
import { answerWords } from '../../../functions/orders/answer-words.ts';
import { answerWords2 } from '../../../functions/orders/answer-words-2.ts';
import { answerWords4 } from '../../../functions/orders/answer-words-4.ts';
import { credited } from '../../../functions/orders/credit-note.ts';
import {
  confirmationIdOf,
  creditNoteIdOf,
  orderIdOf,
  orderItem,
  readOrder,
} from '../../../functions/orders/order.item.ts';
import { orderResource, paymentNumberOf } from '../../../functions/orders/order.resource.ts';
import { cancel, confirm, finalize, type Order } from '../../../functions/orders/order.ts';
import { authorize, toReviewBy } from '../../../functions/orders/order-review.ts';
import { answer } from '../../../functions/shared/answer.ts';
import { itemBytes } from '../../../functions/shared/item-size.ts';
import { yen } from '../../../functions/shared/money.ts';
import { onceRequest, type Proof, proofOf } from '../../../functions/shared/once.ts';
import { packProofs } from '../../../functions/shared/packed-proofs.ts';
import { actor } from '../../support/orders.ts';
import { totalOf, typicalLines, typicalShipment } from '../../support/typical-order.ts';

/** Text that does not compress: every character another one. */
const long = (seed: number, length: number): string =>
  Array.from({ length }, (_, at) => String.fromCodePoint(0x4e00 + ((seed * 7919 + at * at * 104_729) % 20_000))).join(
    '',
  );

const at = '2026-11-20T03:00:00.000Z';
const placed: Order = {
  id: 'ord_1',
  merchantId: 'mer_1',
  buyerId: 'buy_1',
  reference: 'PO-1',
  lines: Array.from({ length: 100 }, (_, n) => {
    return { description: long(n, 200), quantity: 1, unitPrice: 100, taxRate: 10, taxIncluded: true };
  }),
  amount: yen(10_000),
  amountConfirmed: yen(0),
  amountCancelled: yen(0),
  amountRemaining: yen(10_000),
  confirmations: [],
  state: 'authorized',
  version: 1,
  createdAt: at,
  updatedAt: at,
  expiresOn: '2027-01-19',
};

test('the longest order, shipped in a hundred parts and credited in fifty, fits into an item with all its answers', () => {
  let order = placed;
  const proofs: Proof[] = [];
  for (let part = 0; part < 100; part++) {
    const labels = { carrier: long(part, 64), trackingNumber: long(part + 100, 64) };
    const shipment = { amount: yen(1), shippedOn: '2026-11-20', isFinal: part === 99, ...labels };
    order = confirm(order, shipment, confirmationIdOf(order.id, part), at);
    proofs.push(proofOf(onceRequest('scope', `key-${part}`, {}), answer(201, orderResource(order))));
  }
  for (let part = 0; part < 50; part++) {
    const [lines, amount] = [placed.lines.slice(2 * part, 2 * part + 2), yen(1)];
    const texts = { reason: long(part + 300, 200), note: long(part + 200, 200) };
    const note = { id: creditNoteIdOf(order.id, part), amount, ...texts };
    order = credited(order, { ...note, lines, creditedAt: at }, at);
    proofs.push(proofOf(onceRequest('scope', `credit-${part}`, {}), answer(201, orderResource(order))));
  }
  const item = orderItem(order, proofs, 'order.credited', { by: 'key_1' });
  expect(itemBytes(item)).toBeLessThan(350_000); // DynamoDB keeps 400 kilobytes
  expect(readOrder(item).proofs()).toEqual(proofs);
});

test('an order keeps all that it knows when it is stored', () => {
  const note = { id: creditNoteIdOf('ord_1', 0), amount: yen(500), reason: 'damaged', creditedAt: at };
  const [first] = placed.lines;
  const order: Order = {
    ...placed,
    ...confirm(
      placed,
      { shippedOn: '2026-11-20', isFinal: false, amount: yen(4_000) },
      confirmationIdOf('ord_1', 0),
      at,
    ),
    lines: first ? [first] : [],
    credits: [
      note,
      { ...note, id: creditNoteIdOf('ord_1', 1), reason: '返品のため', note: '破損', lines: first ? [first] : [] },
    ],
    shopAmount: yen(9_000),
    shopStatus: 'shipped',
    holdsCredit: false,
    extendedAt: at,
    warnedAt: at,
    review: { outcome: 'approve', reason: '電話で確認', decidedBy: 'key_1', decidedAt: at },
  };
  const proofs = [proofOf(onceRequest('scope', 'key', {}), answer(201, orderResource(order)))];
  const stored = readOrder(orderItem(order, proofs, 'order.credited', { by: 'key_1' }));
  expect(stored.order).toEqual(order);
  expect(stored.proofs()).toEqual(proofs);
});

test('a proof from before the codes of reasons is read with its own words, and written again with those of today', () => {
  const note = { id: creditNoteIdOf('ord_1', 0), amount: yen(500), reason: 'damaged', creditedAt: at };
  const order = { ...placed, lines: placed.lines.slice(0, 1), amountConfirmed: yen(4_000), credits: [note] };
  const resource = orderResource(order);
  const creditNotes = resource.creditNotes.map(({ reasonCode: _, ...as }) => as);
  const proofs = [proofOf(onceRequest('scope', 'key', {}), answer(201, { ...resource, creditNotes }))];
  const old = orderItem(order, proofs, 'order.credited', { by: 'key_1' });
  const words = answerWords2(order, paymentNumberOf(order.id));
  const kept = readOrder({ ...old, words: 2, proofs: packProofs(proofs, words) });
  expect(kept.proofs()).toEqual(proofs);
  expect(readOrder(orderItem(order, kept.proofs(), 'order.credited', { by: 'key_1' })).proofs()).toEqual(proofs);
});

test('a proof from before credit notes is read with the words that it was packed with', () => {
  const order = { ...placed, lines: placed.lines.slice(0, 1) };
  const proofs = [proofOf(onceRequest('scope', 'key', {}), answer(201, { id: order.id, state: 'authorized' }))];
  const { words: _, ...item } = orderItem(order, proofs, 'order.authorized', { by: 'key_1' });
  const old = { ...item, proofs: packProofs(proofs, answerWords(order)) };
  expect(readOrder(old).proofs()).toEqual(proofs);
});

test('a proof from before the payment was told is read with the words that it was packed with', () => {
  const order = { ...placed, lines: placed.lines.slice(0, 1) };
  const { payment: _, ...told } = orderResource(order);
  const proofs = [proofOf(onceRequest('scope', 'key', {}), answer(201, told))];
  const item = orderItem(order, proofs, 'order.authorized', { by: 'key_1' });
  const old = { ...item, words: 2, proofs: packProofs(proofs, answerWords2(order, paymentNumberOf(order.id))) };
  expect(readOrder(old).proofs()).toEqual(proofs);
});

test('a proof from before the states were told is read with its own words, and written again with those of today', () => {
  const shipment = { shippedOn: '2026-11-20', isFinal: false, amount: yen(4_000) };
  const partly = confirm({ ...placed, lines: placed.lines.slice(0, 1) }, shipment, confirmationIdOf('ord_1', 0), at);
  const { stateHistory: _, ...told } = orderResource(partly);
  const proofs = [proofOf(onceRequest('scope', 'key', {}), answer(201, told))];
  const item = orderItem(partly, proofs, 'order.partially_confirmed', { by: 'key_1' });
  const words = answerWords4(partly, paymentNumberOf(partly.id));
  const kept = readOrder({ ...item, words: 4, proofs: packProofs(proofs, words) });
  expect(kept.proofs()).toEqual(proofs);
  const finalized = finalize(kept.order, '2026-11-21T03:00:00.000Z');
  const all = [...kept.proofs(), proofOf(onceRequest('scope', 'key-2', {}), answer(201, orderResource(finalized)))];
  const stored = readOrder(orderItem(finalized, all, 'order.confirmed', { by: 'key_1' }));
  expect(stored.proofs()).toEqual(all);
  expect(orderResource(stored.order)).toEqual(orderResource(finalized));
});

test('an order of a long life is replayed as it was told each time, by the words of today', () => {
  const proofs: Proof[] = [];
  const told = (order: Order): Order => {
    proofs.push(proofOf(onceRequest('scope', `key-${proofs.length}`, {}), answer(201, orderResource(order))));
    const stored = readOrder(orderItem(order, proofs, undefined, { by: 'key_1' }));
    expect(stored.proofs()).toEqual(proofs);
    expect(stored.order).toEqual(order);
    return stored.order;
  };
  const on = (day: number) => `2026-11-${day}T03:00:00.000Z`;
  const waiting = told({ ...placed, lines: placed.lines.slice(0, 2), state: 'pending_provider' });
  const reviewing = told(toReviewBy('bureau_watch', waiting, on(21)));
  const order = told(authorize(reviewing, on(22)));
  const shipment = { shippedOn: '2026-11-22', isFinal: false, amount: yen(3_000) };
  const first = told(confirm(order, shipment, confirmationIdOf('ord_1', 0), on(23)));
  const second = told(confirm(first, shipment, confirmationIdOf('ord_1', 1), on(24)));
  const closed = told(finalize(second, on(25)));
  const note = { id: creditNoteIdOf('ord_1', 0), amount: yen(500), reason: 'damaged', creditedAt: on(26) };
  told(credited(closed, note, on(26)));
});

test('an order that was cancelled is replayed as it was told', () => {
  const order = { ...placed, lines: placed.lines.slice(0, 1) };
  const cancelled = cancel(order, '2026-11-21T03:00:00.000Z');
  const proofs = [order, cancelled].map((one, n) =>
    proofOf(onceRequest('scope', `key-${n}`, {}), answer(201, orderResource(one))),
  );
  const stored = readOrder(orderItem(cancelled, proofs, 'order.cancelled', { by: 'key_1' }));
  expect(stored.proofs()).toEqual(proofs);
});

test('an order of three Japanese lines that is shipped on two other days stays under a kilobyte with its answers', () => {
  const amount = totalOf(typicalLines);
  const ids = {
    id: orderIdOf('mer_01JD9Z8Q4W7N3X5Y6R2T1V0KMP', 'PO-2026-000001'),
    buyerId: `buy_${'01JD9Z8Q4W'.repeat(2)}7N3X5Y`,
  };
  const facts = {
    merchantId: 'mer_01JD9Z8Q4W7N3X5Y6R2T1V0KMP',
    reference: 'PO-2026-000001',
    shippingDueOn: '2026-12-01',
  };
  const order: Order = { ...placed, ...ids, ...facts, lines: typicalLines, amount, amountRemaining: amount };
  const ship = (before: Order, part: number, isFinal: boolean): Order => {
    const id = confirmationIdOf(order.id, before.confirmations.length);
    const shipment = { ...typicalShipment, amount: yen(part), isFinal };
    return confirm(before, shipment, id, `2026-11-2${before.confirmations.length + 2}T08:41:17.${part / 100}Z`);
  };
  const first = ship(order, 50_000, false);
  const last = ship(first, 40_000, true);
  const proofs = [order, first, last].map((one, n) =>
    proofOf(onceRequest('scope', `key-${n}`, {}), answer(201, orderResource(one))),
  );
  expect(itemBytes(orderItem(first, proofs.slice(0, 2), 'order.partially_confirmed', actor))).toBeLessThanOrEqual(1024);
  expect(itemBytes(orderItem(last, proofs, 'order.confirmed', actor))).toBeLessThanOrEqual(1024);
});

test('a payment number has four groups of four, the last digit checks the others, and it stays the same', () => {
  const numbers = Array.from({ length: 200 }, (_, n) => paymentNumberOf(`ord_${n}`));
  expect(numbers.every((number) => /^\d{4}(?:-\d{4}){3}$/.test(number))).toBe(true);
  expect(new Set(numbers).size).toBe(200);
  expect(paymentNumberOf('ord_1')).toBe(numbers[1]);
  const luhn = (number: string) =>
    [...number.replaceAll('-', '')].reverse().reduce((sum, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
      return sum + (value > 9 ? value - 9 : value);
    }, 0);
  expect(numbers.filter((number) => luhn(number) % 10 !== 0)).toEqual([]);
  expect(luhn('4539-1488-0343-6467') % 10).toBe(0); // a published example of a valid number
});
