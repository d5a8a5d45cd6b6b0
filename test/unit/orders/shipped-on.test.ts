import { describe, expect, test } from 'vitest';
import { assertShippedOn } from '../../../functions/orders/shipped-on.ts';

const order = { createdAt: '2026-11-19T15:00:00.000Z' }; // the 20th begins in Japan
const today = '2026-11-30';
const checked = (shippedOn: string) => () => assertShippedOn(order, shippedOn, today);

describe('P14 the day of a shipment', () => {
  test.for([
    ['the day of the order', '2026-11-20'],
    ['today', '2026-11-30'],
    ['a week before the order was keyed in', '2026-11-13'],
  ] as const)('may be %s', ([, shippedOn]) => {
    expect(checked(shippedOn)).not.toThrow();
  });

  test.for([
    ['tomorrow', '2026-12-01', 'after_today'],
    ['a day of another century to come', '2062-11-20', 'after_today'],
    ['more than a week before the order', '2026-11-12', 'before_order'],
    ['a day of the century before', '1926-11-20', 'before_order'],
  ] as const)('is never %s', ([, shippedOn, code]) => {
    expect(checked(shippedOn)).toThrow(
      expect.objectContaining({
        code: 'ShippedOnImpossible',
        facts: { earliest: '2026-11-13', today },
        errors: [expect.objectContaining({ pointer: '/shippedOn', code })],
      }),
    );
  });
});
