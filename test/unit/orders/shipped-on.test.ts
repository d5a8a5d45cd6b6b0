import { describe, expect, test } from 'vitest';
import { assertShippedOn } from '../../../functions/orders/shipped-on.ts';

// The 20th of November begins in Japan, and the hold lasts sixty days.
const order = { createdAt: '2026-11-19T15:00:00.000Z', expiresOn: '2027-01-19' };
const checked = (shippedOn: string) => () => assertShippedOn(order, shippedOn);

describe('P14 the day of a shipment', () => {
  test.for([
    ['the day of the order', '2026-11-20'],
    ['a day for which it is announced, as long as the hold lasts', '2027-01-19'],
    ['up to sixty days before the order was keyed in', '2026-09-21'],
  ] as const)('may be %s', ([, shippedOn]) => {
    expect(checked(shippedOn)).not.toThrow();
  });

  test.for([
    ['after the end of the hold', '2027-01-20', 'after_hold'],
    ['a day of another century to come', '2062-11-20', 'after_hold'],
    ['more than sixty days before the order', '2026-09-20', 'before_order'],
    ['a day of the century before', '1926-11-20', 'before_order'],
  ] as const)('is never %s', ([, shippedOn, code]) => {
    expect(checked(shippedOn)).toThrow(
      expect.objectContaining({
        code: 'ShippedOnImpossible',
        facts: { earliest: '2026-09-21', latest: '2027-01-19' },
        errors: [expect.objectContaining({ pointer: '/shippedOn', code })],
      }),
    );
  });
});
