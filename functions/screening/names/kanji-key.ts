import { toKeyForms } from './kanji-forms.ts';
import { stripKanjiLegalForm } from './legal-forms.ts';
import { dashLike, untilStable } from './spelling.ts';

const longVowel = new RegExp(`(?<=[\\p{sc=Katakana}\\p{sc=Hiragana}])[${dashLike}]+`, 'gu');
/** A variation selector picks the glyph of a kanji (葛 with either of two feet); the letter is the same. */
const glyphChoice = /\p{Variation_Selector}/gu;
const notLetterOrDigit = /[^\p{L}\p{N}\p{M}]|(?<![\p{sc=Katakana}\p{sc=Hiragana}])ー/gu;

/** 佐々木 is also written 佐佐木, 関ヶ原 also 関ケ原. */
const spellOut = (text: string): string =>
  text
    .replace(/(\p{sc=Han})々/gu, '$1$1')
    .replace(/ヶ/gu, 'ケ')
    .replace(/ヵ/gu, 'カ');

const rewrite = (text: string): string =>
  spellOut(
    stripKanjiLegalForm(toKeyForms(text.normalize('NFKC').replace(glyphChoice, '')))
      .replace(longVowel, 'ー')
      .replace(notLetterOrDigit, ''),
  ).toUpperCase();

/**
 * The key of a name as it is written: NFKC, key forms of kanji, no legal form, space or punctuation, Latin letters in
 * upper case. A dash after kana is a long vowel, any other is punctuation. Empty when nothing is left.
 */
export const kanjiKey = (name: string): string => untilStable(rewrite, name);
