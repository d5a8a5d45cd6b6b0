import { businessDateOf } from '../shared/clock.ts';

/** The languages of our letters. A party that has named none is written to in Japanese. */
export const locales = ['ja', 'en'] as const;
export type Locale = (typeof locales)[number];

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 1,234,567円, or 1,234,567 yen. */
export function yenText(amount: number, locale: Locale): string {
  const grouped = String(amount).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return locale === 'ja' ? `${grouped}円` : `${grouped} yen`;
}

/** A business date: 2026年11月22日, or 22 Nov 2026. */
export function dateText(date: string, locale: Locale): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return locale === 'ja' ? `${year}年${month}月${day}日` : `${day} ${months[month - 1]} ${year}`;
}

/** The day in Japan on which something happened. */
export const dayText = (at: string, locale: Locale): string => dateText(businessDateOf(at), locale);

/**
 * One line that can be shown: a line break would begin a header of its own, and a mark that turns the direction of writing would
 * let a name rewrite the words around it (Unicode Technical Report 36, section 3.1).
 */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu, '')
    .trim();
