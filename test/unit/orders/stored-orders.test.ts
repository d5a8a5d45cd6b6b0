import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { orderItem, readOrder } from '../../../functions/orders/order.item.ts';
import stored from './stored-orders.json' with { type: 'json' };

/** Orders as earlier versions of this software wrote them, each with the hash of the answers that were given then. Never edit one. */
const orders = stored.map(({ item, proofs, answers }) => ({
  words: item.words,
  item: { ...item, proofs: new Uint8Array(Buffer.from(proofs, 'base64')) },
  answers,
}));

const hashOf = (answers: readonly string[]): string => createHash('sha256').update(answers.join('\n')).digest('hex');

test.for(orders)(
  'an order stored with the words $words is answered to the byte as it was then, and so is what it becomes',
  ({ item, answers }) => {
    const { order, proofs } = readOrder(item);
    expect(hashOf(proofs().map(({ answer }) => answer))).toBe(answers);
    const again = readOrder(orderItem(order, proofs(), 'order.updated', { by: 'key_1' }));
    expect(hashOf(again.proofs().map(({ answer }) => answer))).toBe(answers);
  },
);

test('there is such an order of every version of the words', () => {
  const now = orderItem(readOrder(orders.at(-1)?.item ?? {}).order, [], undefined, { by: 'key_1' });
  expect(orders.map(({ words }) => words)).toEqual([2, 3, 4, now.words]);
});
