import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { businessDate, businessDateOf, isCivilDate, plusDays } from '../../../functions/shared/clock.ts';
import { afterCursor, cursorOf } from '../../../functions/shared/cursor.ts';
import { idFrom, newId } from '../../../functions/shared/ids.ts';
import { itemBytes } from '../../../functions/shared/item-size.ts';
import { minus, plus, sum, yen, yenMax } from '../../../functions/shared/money.ts';
import { problemType } from '../../../functions/shared/problem.ts';

describe('the business date', () => {
  test('is the day in Japan, not in UTC', () => {
    expect(businessDate({ now: () => Date.parse('2026-11-30T15:00:00Z') })).toBe('2026-12-01');
    expect(businessDateOf('2026-11-30T14:59:59.999Z')).toBe('2026-11-30');
  });

  test('is what the time zone data say of Japan, since summer time ended there in 1951', () => {
    const japan = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo', dateStyle: 'short' });
    const [from, to] = [Date.parse('1952-01-01T00:00:00Z'), Date.parse('2200-01-01T00:00:00Z')];
    fc.assert(
      fc.property(fc.integer({ min: from, max: to }), (at) => {
        expect(businessDate({ now: () => at })).toBe(japan.format(at));
      }),
    );
  });

  test.for([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
  ] as const)('%s and %i days is %s', ([date, days, expected]) => {
    expect(plusDays(date, days)).toBe(expected);
  });

  test('a date that is not in the calendar is not a date', () => {
    expect(['2026-02-29', '2026-13-01', '2026-1-1', 'tomorrow', '2026-02-30T'].filter(isCivilDate)).toEqual([]);
  });
});

describe('money', () => {
  test.for([1.5, -1, yenMax + 1, Number.NaN, Number.POSITIVE_INFINITY])('%d is not yen', (amount) => {
    expect(() => yen(amount)).toThrow();
  });

  test('never goes below zero', () => {
    expect(() => minus(yen(1), yen(2))).toThrow();
  });

  test('adds up exactly in any order', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000 }).map(yen), { maxLength: 50 });
    fc.assert(
      fc.property(amounts, (some) => {
        expect(sum(some)).toBe(sum([...some].reverse()));
        expect(some.reduce(plus, yen(0))).toBe(sum(some));
      }),
    );
  });
});

describe('an id', () => {
  test('that follows from its parts is always the same, and tells different parts apart', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        expect(idFrom('ord', ...a)).toMatch(/^ord_[0-9A-HJKMNP-TV-Z]{26}$/);
        expect(idFrom('ord', ...a) === idFrom('ord', ...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  test('that is fresh sorts by the time of its making', () => {
    const ids = [1_000, 2_000, 3_000].map((now) => newId('buy', { now: () => now }));
    expect([...ids].sort()).toEqual(ids);
  });
});

describe('a cursor', () => {
  const shape = { PK: (value: string) => value === 'MERCHANT#mer_a', SK: () => true };
  const refused = expect.objectContaining({ code: 'MalformedRequest' });

  test('leads on in the list that gave it out', () => {
    const last = { PK: 'MERCHANT#mer_a', SK: 'ORDER#1' };
    expect(afterCursor('list a', cursorOf('list a', last) ?? '', shape)).toEqual(last);
  });

  test.for(['', 'x', 'bm90IGpzb24', Buffer.from('[1,{}]').toString('base64url'), 'W10'])('%j is none', (cursor) => {
    expect(() => afterCursor('list a', cursor, shape)).toThrow(refused);
  });

  test('does not lead into the list of another merchant', () => {
    const foreign = cursorOf('list b', { PK: 'MERCHANT#mer_b', SK: 'ORDER#1' }) ?? '';
    expect(() => afterCursor('list a', foreign, shape)).toThrow(refused);
  });

  test.for([
    {},
    ['a', 'b'],
    { PK: 'MERCHANT#mer_a' },
    { PK: 'MERCHANT#mer_a', SK: '' },
    { PK: 'MERCHANT#mer_a', SK: 7 },
    { PK: 'MERCHANT#mer_b', SK: 'ORDER#1' },
    { PK: 'MERCHANT#mer_a', SK: 'ORDER#1', more: 'x' },
  ])('made up to lead to %j is refused before any table is asked', (last) => {
    const madeUp = cursorOf('list a', last as Record<string, unknown>) ?? '';
    expect(() => afterCursor('list a', madeUp, shape)).toThrow(refused);
  });
});

describe('the unit meter', () => {
  test.for([
    [{ a: 'x' }, 2],
    [{ a: '漢' }, 4],
    [{ n: 0 }, 2],
    [{ n: 100_000 }, 3],
    [{ n: 123_456 }, 5],
    [{ n: -12 }, 4],
    [{ t: true, z: null }, 4],
    [{ l: ['x'] }, 6],
    [{ m: { k: 'x' } }, 7],
    [{ b: new Uint8Array(10) }, 11],
    [{ u: undefined }, 1],
  ] as const)('%j has %i bytes', ([item, bytes]) => {
    expect(itemBytes(item)).toBe(bytes);
  });
});

test('the type of a problem is the name of its section in docs/problems.md', () => {
  expect(problemType('CreditLimitExceeded')).toBe('/problems/credit-limit-exceeded');
});
