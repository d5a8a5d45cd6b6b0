import { expect, test } from 'vitest';
import { confirmationIdOf, orderItem, readOrder } from '../../../functions/orders/order.item.ts';
import { orderResource } from '../../../functions/orders/order.resource.ts';
import { confirm, type Order } from '../../../functions/orders/order.ts';
import { answer } from '../../../functions/shared/answer.ts';
import { itemBytes } from '../../../functions/shared/item-size.ts';
import { yen } from '../../../functions/shared/money.ts';
import { onceRequest, type Proof, proofOf } from '../../../functions/shared/once.ts';

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

test('the longest order, shipped in a hundred parts, fits into an item with all its answers', () => {
  let order = placed;
  const proofs: Proof[] = [];
  for (let part = 0; part < 100; part++) {
    const labels = { carrier: long(part, 64), trackingNumber: long(part + 100, 64) };
    const shipment = { amount: yen(1), shippedOn: '2026-11-20', isFinal: part === 99, ...labels };
    order = confirm(order, shipment, confirmationIdOf(order.id, part), at);
    proofs.push(proofOf(onceRequest('scope', `key-${part}`, {}), answer(201, orderResource(order))));
  }
  const item = orderItem(order, proofs, 'order.confirmed', { by: 'key_1' });
  expect(itemBytes(item)).toBeLessThan(200_000); // DynamoDB keeps 400 kilobytes
  expect(readOrder(item).proofs()).toEqual(proofs);
});
