import { stripKanaLegalForm } from './legal-forms.ts';
import { dashLike, toKatakana, toLargeKana, untilStable } from './spelling.ts';

const kanaDashes = new RegExp(`(?<=[\\p{sc=Katakana}ー])[${dashLike}]|ー`, 'gu');
const historical: Readonly<Record<string, string>> = { ヰ: 'イ', ヱ: 'エ', ヲ: 'オ', ヂ: 'ジ', ヅ: 'ズ' };

/**
 * Full-width katakana with no long marks; brackets, spaces and small kana are still there, because later steps need
 * them.
 */
const spell = (text: string): string =>
  toKatakana(text.normalize('NFKC')).replace(kanaDashes, '').replace(/\s+/gu, ' ');

const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}\p{M}'’ʼ]+/u).filter((word) => word !== '');

/** The words of a name in kana without its legal form, small kana kept: シャ and シヤ differ in romaji. */
export const kanaWordsAsSpelled = (name: string): string[] =>
  wordsOf(untilStable((text) => stripKanaLegalForm(spell(text)), name));

const keySpelling = (word: string): string =>
  toLargeKana(word)
    .replace(/[ヰヱヲヂヅ]/gu, (kana) => historical[kana] ?? kana)
    .replace(/['’ʼ]/gu, '')
    .toUpperCase();

/** The words of a name in kana, as its key spells them. */
export const kanaWords = (name: string): string[] =>
  kanaWordsAsSpelled(name)
    .map(keySpelling)
    .filter((word) => word !== '');

/**
 * The key of a name in kana: large katakana, no long marks, legal form, spaces or punctuation (JAPAN-RULES 2.4 step 4,
 * 5.5). ヂ and ヅ sound like ジ and ズ and go with them.
 */
export const kanaKey = (name: string): string => untilStable((text) => kanaWords(text).join(''), name);
