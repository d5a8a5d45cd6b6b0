/** A guard against rules that undo one another, far beyond the layers of any name. */
const roundsMax = 64;

/**
 * Applies a rewriting until it changes nothing more. Rules feed one another (a bracket that falls away lays a legal
 * form bare), and a key must be its own key: stored keys are compared with fresh ones.
 */
export function untilStable(rewrite: (text: string) => string, text: string): string {
  let current = text;
  for (let round = 0; round < roundsMax; round += 1) {
    const next = rewrite(current);
    if (next === current) return current;
    current = next;
  }
  return current;
}

/** Hiragana to katakana; the iteration marks ゝゞ go along. */
export const toKatakana = (text: string): string =>
  text.replace(/[\u3041-\u3096\u309d\u309e]/gu, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) + 0x60));

const smallKana = 'ァィゥェォッャュョヮヵヶ';
const largeKana = 'アイウエオツヤユヨワカケ';

/** Small kana to large ones, as a bank writes them (JAPAN-RULES 5.5). */
export const toLargeKana = (text: string): string =>
  text.replace(new RegExp(`[${smallKana}]`, 'gu'), (kana) => largeKana[smallKana.indexOf(kana)] ?? kana);

/** Hyphens, dashes, minus signs, wave dashes and the long vowel mark, which people type for one another. */
export const dashLike = '\\-\\u2010-\\u2015\\u2043\\u2212\\u30fc\\uff70\\u301c\\uff5e\\u2500\\ufe58\\ufe63~';

const longVowels = /ー/gu;

/** True for a text that has kana and no other letters or digits. */
export const isKana = (text: string): boolean => {
  const letters = text.normalize('NFKC').replace(longVowels, '');
  return (
    /[\p{sc=Katakana}\p{sc=Hiragana}]/u.test(letters) &&
    !/[[\p{L}\p{N}]--[\p{sc=Katakana}\p{sc=Hiragana}]]/v.test(letters)
  );
};

/** True for a text that has Latin letters and no letters of another script. */
export const isLatin = (text: string): boolean => {
  const letters = text.normalize('NFKC').replace(longVowels, '');
  return /\p{sc=Latin}/u.test(letters) && !/[\p{L}--\p{sc=Latin}]/v.test(letters);
};
