import assert from 'node:assert/strict';

/** A whole number of yen that is not negative. */
export type Yen = number & { readonly __unit: 'yen' };

/** Ten digits: the widest amount field of a Zengin data record (JAPAN-RULES.md 5.2). */
export const yenMax = 9_999_999_999 as Yen;

/** Asserts that `amount` is money. Input is refused earlier, by its schema; what arrives here wrong is a bug of ours. */
export function yen(amount: number): Yen {
  assert(Number.isSafeInteger(amount), `not whole yen: ${amount}`);
  assert(amount >= 0 && amount <= yenMax, `yen out of range: ${amount}`);
  return amount as Yen;
}

export const plus = (a: Yen, b: Yen): Yen => yen(a + b);

/** Throws when `b` is more than `a`: money never goes below zero. */
export const minus = (a: Yen, b: Yen): Yen => yen(a - b);

export const sum = (amounts: readonly Yen[]): Yen => amounts.reduce(plus, yen(0));
