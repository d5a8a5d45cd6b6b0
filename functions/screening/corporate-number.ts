/** A corporate number (法人番号): 13 digits, the first of which checks the others. */
export type CorporateNumber = string & { readonly __id: 'corporate-number' };

/** What is wrong with a text that should be a number, or that nobody but the tax agency can tell. */
export type NumberCheck<Number extends string> =
  | { readonly ok: true; readonly number: Number }
  | { readonly ok: 'unknown'; readonly number: Number }
  | { readonly ok: false; readonly reason: 'format' | 'check_digit' };

const separators = /[\s\-\u2010-\u2015\u2212\u30fc]/gu;
const plain = (text: string): string => text.normalize('NFKC').replace(separators, '').toUpperCase();

/**
 * The check digit of twelve digits, 1 to 9 (JAPAN-RULES 3.2): weights 1 and 2 from the right, modulo nine, taken from
 * nine.
 */
export function checkDigit(base: string): number {
  const weighted = [...base].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 2), 0);
  return 9 - (weighted % 9);
}

const isChecked = (digits: string): boolean => checkDigit(digits.slice(1)) === Number(digits[0]);

/** Reads a corporate number as people type it: full-width digits, hyphens and spaces are tolerated. */
export function readCorporateNumber(text: string): NumberCheck<CorporateNumber> {
  const digits = plain(text);
  if (!/^\d{13}$/.test(digits)) return { ok: false, reason: 'format' };
  return isChecked(digits) ? { ok: true, number: digits as CorporateNumber } : { ok: false, reason: 'check_digit' };
}

/** A registration number of the qualified invoice system: T and 13 digits. */
export type RegistrationNumber = string & { readonly __id: 'registration-number' };

/**
 * Reads a registration number. A corporation's is T and its corporate number. How a natural person's number is checked
 * was never published, so its digits prove nothing: the answer is then `unknown`, never a refusal.
 */
export function readRegistrationNumber(
  text: string,
  holder: 'corporation' | 'individual',
): NumberCheck<RegistrationNumber> {
  const number = plain(text);
  if (!/^T\d{13}$/.test(number)) return { ok: false, reason: 'format' };
  const registration = number as RegistrationNumber;
  if (holder === 'individual') return { ok: 'unknown', number: registration };
  return isChecked(number.slice(1)) ? { ok: true, number: registration } : { ok: false, reason: 'check_digit' };
}
