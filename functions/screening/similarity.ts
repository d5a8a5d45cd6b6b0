import { hepburn } from './names/romaji-table.ts';

/**
 * A word ready to be compared: its code points (never bytes or UTF-16 halves) and the sound class of its first letter.
 */
export interface Token {
  readonly points: readonly number[];
  readonly sound: string;
}

const boostAbove = 0.7;
const prefixMax = 4;
const prefixWeight = 0.1;
const lengthRatioMin = 0.9;
const lengthWeight = 0.3;
const otherLetterFactor = 0.9;
const unmatchedWeight = 0.15;

const soundClasses = ['AEIOUY', 'BFPV', 'CGJKQSXZ', 'DT', 'L', 'MN', 'R', 'HW'];

/**
 * Letters that are heard for one another share a class; a kana has the class of its romaji, any other character is its
 * own.
 */
function soundOf(letter: string): string {
  const latin = hepburn(letter).charAt(0).toUpperCase();
  return soundClasses.find((letters) => letters.includes(latin))?.charAt(0) ?? letter;
}

export const token = (word: string): Token => {
  const letters = [...word];
  return { points: letters.map((letter) => letter.codePointAt(0) ?? 0), sound: soundOf(letters[0] ?? '') };
};

/** Jaro: common letters within half the longer word, less half of those that stand in another order. */
export function jaro<Unit>(a: readonly Unit[], b: readonly Unit[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(b.length);
  const common: Unit[] = [];
  for (let at = 0; at < a.length; at += 1) {
    const end = Math.min(b.length - 1, at + reach);
    for (let other = Math.max(0, at - reach); other <= end; other += 1) {
      const unit = b[other];
      if (taken[other] === 1 || unit === undefined || a[at] !== unit) continue;
      taken[other] = 1;
      common.push(unit);
      break;
    }
  }
  if (common.length === 0) return 0;
  const inOtherOrder = b.filter((_, at) => taken[at] === 1).filter((unit, at) => unit !== common[at]).length;
  const shares =
    common.length / a.length + common.length / b.length + (common.length - inOtherOrder / 2) / common.length;
  return shares / 3;
}

function commonPrefix(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < prefixMax && length < a.length && a[length] === b[length]) length += 1;
  return length;
}

const scaled = (share: number, weight: number): number => 1 - (1 - share) * weight;

/** What unequal lengths cost: Jaro alone is lenient with a word that is only a part of the other. */
export const lengthFactor = (a: readonly unknown[], b: readonly unknown[]): number => {
  const ratio = Math.min(a.length, b.length) / Math.max(a.length, b.length);
  return ratio < lengthRatioMin ? scaled(ratio, lengthWeight) : 1;
};

/**
 * Jaro-Winkler of two words that begin with letters of one class; Winkler's boost only above 0.7, a penalty for unequal
 * lengths.
 */
export function wordSimilarity(a: Token, b: Token): number {
  if (a.sound !== b.sound) return 0;
  const plain = jaro(a.points, b.points);
  const boosted = plain <= boostAbove ? plain : plain + prefixWeight * commonPrefix(a.points, b.points) * (1 - plain);
  return boosted * lengthFactor(a.points, b.points) * (a.points[0] === b.points[0] ? 1 : otherLetterFactor);
}

const lengthOf = (words: readonly Token[]): number => words.reduce((length, { points }) => length + points.length, 0);

interface Pair {
  readonly score: number;
  readonly search: number;
  readonly index: number;
}

/**
 * Pairs of words that begin alike, best first, no word twice. A pair with nothing in common is a pair too: the words
 * stand for each other, as gumi for kogyo, and that they differ shall count. Sorting is stable, so the answer does not
 * depend on the engine.
 */
function assign(search: readonly Token[], index: readonly Token[]): Pair[] {
  const pairs = search
    .flatMap((word, at) =>
      index.flatMap((other, to): Pair[] =>
        word.sound === other.sound ? [{ score: wordSimilarity(other, word), search: at, index: to }] : [],
      ),
    )
    .sort((one, other) => other.score - one.score);
  const chosen: Pair[] = [];
  for (const pair of pairs) {
    if (!chosen.some((other) => other.search === pair.search || other.index === pair.index)) chosen.push(pair);
  }
  return chosen;
}

/**
 * How well the words of a search meet the words of an indexed name, 0 to 1 (BestPairsJaroWinkler of JAPAN-RULES 2.4).
 * Longer words weigh more; every word of the search counts, and indexed words that nothing met cost a little. Not
 * symmetric: a part of a listed name should be found, a long name that merely contains a listed word less so.
 */
export function bestPairs(search: readonly Token[], index: readonly Token[]): number {
  const weightOf = ({ search: at, index: to }: Pair): number =>
    (search[at]?.points.length ?? 0) + (index[to]?.points.length ?? 0);
  const pairs = assign(search, index);
  if (pairs.length === 0) return 0;
  const met = pairs.reduce((length, pair) => length + (index[pair.index]?.points.length ?? 0), 0);
  const total = pairs.reduce((weighted, pair) => weighted + pair.score * weightOf(pair), 0);
  return (total / (lengthOf(search) + met)) * scaled(met / lengthOf(index), unmatchedWeight);
}
