import type { NameKey } from './names/name-keys.ts';
import { bestPairs, jaro, lengthFactor, type Token, token } from './similarity.ts';

/** A key made ready once, so that a search only compares. */
export interface ComparableName extends NameKey {
  /** The whole name in the units that a reader hears or sees: characters of kanji and kana, syllables of romaji. */
  readonly units: readonly string[];
  readonly tokens: readonly Token[];
  /** The same words with short ones run together with their neighbours. */
  readonly joined: readonly (readonly Token[])[];
}

const shortWordMax = 3;
const isShort = (word: string): boolean => [...word].length <= shortWordMax;

/**
 * Words in groups: each run of short words is one group, and takes in the long word before it, after it, or neither.
 */
function joinShort(words: readonly string[], takeIn: 'none' | 'before' | 'after'): string[] {
  const groups: string[][] = [];
  words.forEach((word, at) => {
    const before = words[at - 1];
    const joins =
      before !== undefined &&
      ((isShort(word) && isShort(before)) ||
        (takeIn === 'before' && isShort(word)) ||
        (takeIn === 'after' && isShort(before)));
    if (joins) groups.at(-1)?.push(word);
    else groups.push([word]);
  });
  return groups.map((group) => group.join(''));
}

const unitsOf = ({ kind, key }: NameKey): string[] =>
  kind === 'romaji' ? (key.match(/n(?![aeiouy])|[^aeiou]{0,3}[aeiou]|./gu) ?? []) : [...key];

/** Makes a key ready for comparison. */
export function comparable(key: NameKey): ComparableName {
  const joined = (['none', 'before', 'after'] as const)
    .map((takeIn) => joinShort(key.words, takeIn))
    .filter((words) => words.length < key.words.length)
    .map((words) => words.map(token));
  return { ...key, units: unitsOf(key), tokens: key.words.map(token), joined };
}

/** An order of equals: Jaro picks units greedily, so which name comes first could matter. */
const isBefore = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length ? a.join() < b.join() : a.length < b.length;

/**
 * The share of units that two unspaced names have in common, 0 to 1 and symmetric: Jaro with the penalty for unequal
 * lengths. An unspaced Japanese name is one word for a program and several for a reader, so there is no first letter to
 * compare, and Winkler's boost for a common beginning would reward what names share most often: the family name, the
 * place. One differing character out of four leaves 0.83 (somebody else), one out of six 0.89 (look at it), one out of
 * fifteen 0.96. Letters of romaji are too few and too alike for this, so its syllables are compared.
 */
export function runSimilarity(a: readonly string[], b: readonly string[]): number {
  const [first, second] = isBefore(a, b) ? [a, b] : [b, a];
  return jaro(first, second) * lengthFactor(first, second);
}

/**
 * How alike two names of one script are, 0 to 1; equal keys are 1. Where both have known words they are compared word
 * by word, also with short words run together on one side: `kai` and `gumi` are as often written onto the name as
 * apart. On one side only, because when both run together, "Ito Kenji" and "Ito Kenta" are alike by their beginning;
 * spacing that differs on both sides is met by the equal key.
 */
export function nameSimilarity(search: ComparableName, index: ComparableName): number {
  if (search.kind !== index.kind) return 0;
  if (search.key === index.key) return 1;
  if (!search.hasWords || !index.hasWords) return runSimilarity(search.units, index.units);
  return Math.max(
    bestPairs(search.tokens, index.tokens),
    ...search.joined.map((tokens) => bestPairs(tokens, index.tokens)),
    ...index.joined.map((tokens) => bestPairs(search.tokens, tokens)),
  );
}
