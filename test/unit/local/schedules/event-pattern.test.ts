import { describe, expect, test } from 'vitest';
import { filterOf, matchesPattern } from '../../../../local/schedules/event-pattern.ts';

const event = {
  source: 'shop.orders',
  'detail-type': 'OrderCaptured',
  detail: {
    amount: 1200,
    tags: ['new', 'vip'],
    note: null,
    buyer: { name: 'Aozora' },
    lines: [
      { sku: 'a', count: 1 },
      { sku: 'b', count: 5 },
    ],
  },
};

describe('event patterns', () => {
  test.for<[boolean, object]>([
    [true, { source: ['shop.orders', 'other'] }],
    [false, { source: ['other'] }],
    [true, { detail: { amount: [{ numeric: ['>', 1000, '<=', 1200] }] } }],
    [false, { detail: { amount: [{ numeric: ['<', 1000] }] } }],
    [true, { detail: { tags: ['vip'] } }],
    [true, { detail: { buyer: { name: [{ prefix: 'Ao' }] } } }],
    [true, { source: [{ suffix: '.orders' }] }],
    [true, { source: [{ prefix: { 'equals-ignore-case': 'SHOP' } }] }],
    [true, { source: [{ 'equals-ignore-case': 'SHOP.ORDERS' }] }],
    [true, { source: [{ wildcard: 'sh*.or*rs' }] }],
    [false, { source: [{ 'anything-but': ['shop.orders'] }] }],
    [true, { source: [{ 'anything-but': { prefix: 'bank' } }] }],
    [true, { detail: { missing: [{ exists: false }] } }],
    [true, { detail: { note: [null] } }],
    [false, { detail: { amount: [{ exists: false }] } }],
    [true, { detail: { lines: { sku: ['b'] } } }],
    [true, { $or: [{ source: ['other'] }, { 'detail-type': ['OrderCaptured'] }] }],
    [false, { source: ['shop.orders'], detail: { amount: [1] } }],
  ])('%s: %j', ([matches, pattern]) => {
    expect(matchesPattern(pattern as Record<string, unknown>, event)).toBe(matches);
  });

  test('a matcher that is not known is an error, not a silent miss', () => {
    expect(() => matchesPattern({ source: [{ cidr: '10.0.0.0/8' }] }, event)).toThrow('cidr');
  });

  test('filter criteria pass what one filter matches, and everything when there is none', () => {
    const criteria = { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }, { Pattern: '{"eventName":["REMOVE"]}' }] };
    expect(['INSERT', 'MODIFY', 'REMOVE'].map((eventName) => filterOf(criteria)({ eventName }))).toEqual([
      true,
      false,
      true,
    ]);
    expect(filterOf(undefined)({})).toBe(true);
  });
});
