import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountChanged } from '../../../functions/orders/change-amount.ts';
import { linesOfAmount } from '../../../functions/orders/lines-of-amount.ts';
import type { Order, OrderLine } from '../../../functions/orders/order.ts';
import { yen } from '../../../functions/shared/money.ts';

const line = (quantity: number, unitPrice: number, taxRate: 10 | 8 = 10): OrderLine => ({
  description: `品 ${unitPrice}`,
  quantity,
  unitPrice,
  taxRate,
  taxIncluded: true,
});
const totalOf = (lines: readonly OrderLine[]) =>
  lines.reduce((total, { quantity, unitPrice }) => total + quantity * unitPrice, 0);

test('the lines of a changed amount add up to it, at the same tax rate', () => {
  const someLines = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 100_000 })).map(([n, price]) => line(n, price)),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(someLines, fc.integer({ min: 1, max: 10_000_000 }), (lines, amount) => {
      const changed = linesOfAmount(lines, amount);
      expect(totalOf(changed)).toBe(amount);
      expect(
        changed.every(({ taxRate, quantity, unitPrice }) => taxRate === 10 && quantity > 0 && unitPrice >= 0),
      ).toBe(true);
    }),
  );
});

test('more is a line of its own, less is taken from the last lines', () => {
  const lines = [line(2, 1000), line(3, 500)];
  expect(linesOfAmount(lines, 4000)).toEqual([...lines, { ...line(1, 500), description: '金額変更' }]);
  expect(linesOfAmount(lines, 2700)).toEqual([lines[0], { ...lines[1], quantity: 1, unitPrice: 700 }]);
  expect(linesOfAmount(lines, 1500)).toEqual([{ ...lines[0], quantity: 1, unitPrice: 1500 }]);
  expect(linesOfAmount(lines, 3500)).toBe(lines);
});

test('with two tax rates the shop has to say which goods changed', () => {
  expect(() => linesOfAmount([line(1, 1000), line(1, 1000, 8)], 1500)).toThrow(
    expect.objectContaining({ code: 'LinesRequired' }),
  );
});

test('lines that are sent have to make the amount', () => {
  const lines = [line(1, 1000), line(1, 1000, 8)];
  expect(linesOfAmount([line(1, 1)], 2000, lines)).toBe(lines);
  expect(() => linesOfAmount([line(1, 1)], 2001, lines)).toThrow(expect.objectContaining({ code: 'MalformedRequest' }));
});

test('an order of a hundred lines keeps to a hundred when its amount goes up', () => {
  const lines = Array.from({ length: 100 }, () => line(1, 1000));
  const changed = linesOfAmount(lines, 150_000);
  expect(changed).toHaveLength(100);
  expect(totalOf(changed)).toBe(150_000);
});

test('an order at one tax rate is changed by its amount alone', () => {
  const order = { state: 'authorized', amount: yen(2_000), lines: [line(2, 1_000)], version: 1 } as unknown as Order;
  const changed = amountChanged(order, { amount: yen(1_500) }, '2026-11-20T03:00:00.000Z').order;
  expect(changed).toMatchObject({ amount: 1_500, lines: [{ quantity: 1, unitPrice: 1_500 }] });
});
