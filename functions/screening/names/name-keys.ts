import { kanaKey, kanaWords } from './kana-key.ts';
import { kanjiKey } from './kanji-key.ts';
import { romajiKey, romajiWords } from './romaji-key.ts';
import { isKana, isLatin } from './spelling.ts';

/** A name as somebody wrote it; at least one of the three. */
export interface WrittenName {
  readonly kanji?: string | undefined;
  readonly kana?: string | undefined;
  readonly romaji?: string | undefined;
}

/** The script under which two names met. */
export type KeyKind = 'kanji' | 'kana' | 'romaji';

/** One key: the whole name in one run, and its words. */
export interface NameKey {
  readonly kind: KeyKind;
  readonly key: string;
  readonly words: readonly string[];
  /** False for unspaced Japanese: one run that a reader would cut into words and a program cannot. */
  readonly hasWords: boolean;
}

const inKanji = (name: string): NameKey => ({ kind: 'kanji', key: kanjiKey(name), words: [], hasWords: false });

function inKana(name: string): NameKey {
  const words = kanaWords(name);
  return { kind: 'kana', key: kanaKey(name), words, hasWords: words.length > 1 };
}

function inRomaji(name: string): NameKey {
  const words = romajiWords(name);
  return { kind: 'romaji', key: romajiKey(name), words, hasWords: words.length > 1 || isLatin(name) };
}

/**
 * Every key under which a name can be met. The kana give a romaji key, because lists from abroad have no kana; a name
 * that is itself written in kana or in Latin letters gives the key of that script as well.
 */
export function nameKeys({ kanji = '', kana = '', romaji = '' }: WrittenName): NameKey[] {
  const sounds = [kana, isKana(kanji) ? kanji : ''];
  const latin = [romaji, isLatin(kanji) ? kanji : '', ...sounds];
  const keys = [inKanji(kanji), ...sounds.map(inKana), ...latin.map(inRomaji)].filter(({ key }) => key !== '');
  return keys.filter((one, at) => keys.findIndex((other) => other.kind === one.kind && other.key === one.key) === at);
}
