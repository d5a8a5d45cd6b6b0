import { kanaWordsAsSpelled } from './kana-key.ts';
import { stripLatinLegalForm } from './legal-forms.ts';
import { hepburn } from './romaji-table.ts';
import { untilStable } from './spelling.ts';

/**
 * Spellings of one sound, brought to one: Kunrei and passport spellings to plain Hepburn, long vowels to short ones
 * (JAPAN-RULES 2.4 step 5). Both sides of a comparison go through it, so a rewriting that is odd in English ("house" to
 * "hose") costs nothing.
 */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/sy(?=[auo])/gu, 'sh'],
  [/[ct]y(?=[auo])/gu, 'ch'],
  [/[zjd]y(?=[auo])/gu, 'j'],
  [/si/gu, 'shi'],
  [/ti/gu, 'chi'],
  [/tu/gu, 'tsu'],
  [/[zd]i/gu, 'ji'],
  [/dz?u/gu, 'zu'],
  [/(?<![sc])hu/gu, 'fu'],
  [/tch/gu, 'cch'],
  [/m(?=[bmp])/gu, 'n'],
  [/oh(?![aeiou])/gu, 'o'],
  [/o[ou]+/gu, 'o'],
  [/uu+/gu, 'u'],
];

const respell = (text: string): string =>
  untilStable((current) => spellings.reduce((spelled, [from, to]) => spelled.replace(from, to), current), text);

/** Lower-case Latin words one space apart; marks such as macrons and the apostrophe of "Jun'ichi" are gone. */
const plainLatin = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}'’ʼ]/gu, '')
    .toLowerCase()
    .replace(/[^\p{sc=Latin}\p{N}]+/gu, ' ')
    .trim();

/**
 * The words of a name in Latin letters, from romaji or from kana. A name with kanji has none: a reading is never
 * guessed (it comes from the name in kana).
 */
export function romajiWords(name: string): string[] {
  const text = name.normalize('NFKC');
  if (/\p{sc=Han}/u.test(text)) return [];
  const latin = plainLatin(kanaWordsAsSpelled(text).map(hepburn).join(' '));
  return untilStable(stripLatinLegalForm, latin)
    .split(' ')
    .filter((word) => word !== '')
    .map(respell);
}

/** The key of a name in Latin letters: its words in one run, so that spacing does not matter. */
export const romajiKey = (name: string): string => untilStable((text) => respell(romajiWords(text).join('')), name);
