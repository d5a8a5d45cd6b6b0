import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkDigit,
  readCorporateNumber,
  readRegistrationNumber,
} from '../../../functions/screening/corporate-number.ts';

describe('a corporate number', () => {
  test.for([
    ['7000012050002', 7, true],
    ['7123456789012', 7, true],
    ['4011001098993', 4, true],
    ['2120901007402', 2, true],
    ['2010401021385', 2, true],
    ['1234567890123', 9, false],
    ['9123456789012', 7, false],
  ] as const)('%s needs the check digit %d', ([number, expected, isValid]) => {
    expect(checkDigit(number.slice(1))).toBe(expected);
    expect(readCorporateNumber(number)).toEqual(isValid ? { ok: true, number } : { ok: false, reason: 'check_digit' });
  });

  test('of zeros has the check digit 9', () => {
    expect(checkDigit('000000000000')).toBe(9);
  });

  test('is read as people type it', () => {
    expect(readCorporateNumber(' ７０００-0120－50002 ')).toEqual({ ok: true, number: '7000012050002' });
  });

  test.for(['', '700001205000', '70000120500021', 'T7000012050002', '70000120500O2'])('is not %j', (text) => {
    expect(readCorporateNumber(text)).toEqual({ ok: false, reason: 'format' });
  });

  test('with one wrong digit is refused, except 0 for 9 or 9 for 0, which modulo nine cannot see', () => {
    const base = fc.stringMatching(/^\d{12}$/);
    fc.assert(
      fc.property(base, fc.integer({ min: 0, max: 11 }), fc.integer({ min: 1, max: 8 }), (digits, at, change) => {
        const was = Number(digits[at]);
        const is = (was + change) % 10;
        fc.pre(Math.abs(was - is) !== 9);
        const other = digits.slice(0, at) + is + digits.slice(at + 1);
        expect(checkDigit(digits)).toBeGreaterThanOrEqual(1);
        expect(checkDigit(other)).not.toBe(checkDigit(digits));
      }),
    );
  });
});

describe('a registration number', () => {
  test('of a corporation is T and its corporate number', () => {
    expect(readRegistrationNumber('Ｔ９-2345-6789-0123', 'corporation')).toEqual({
      ok: true,
      number: 'T9234567890123',
    });
    expect(readRegistrationNumber('T1234567890123', 'corporation')).toEqual({ ok: false, reason: 'check_digit' });
  });

  test('of a person cannot be checked: its rule is not published', () => {
    expect(readRegistrationNumber('t1234567890123', 'individual')).toEqual({ ok: 'unknown', number: 'T1234567890123' });
  });

  test.for(['1234567890123', 'T123456789012', 'T12345678901234', 'TT234567890123'])('is not %s', (text) => {
    expect(readRegistrationNumber(text, 'individual')).toEqual({ ok: false, reason: 'format' });
  });
});
