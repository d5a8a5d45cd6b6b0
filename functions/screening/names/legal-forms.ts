/**
 * Words for the legal form of a body, in the three ways a name is written. They say nothing about who it is, and people
 * write them in front, behind, in brackets or not at all, so every key drops them (JAPAN-RULES 2.4 step 3, 5.5).
 */
const writtenForms = [
  '特定非営利活動法人',
  '国立研究開発法人',
  '地方独立行政法人',
  '司法書士法人',
  '行政書士法人',
  '社会福祉法人',
  '公益財団法人',
  '公益社団法人',
  '一般財団法人',
  '一般社団法人',
  '医療法人社団',
  '医療法人財団',
  '独立行政法人',
  '国立大学法人',
  '農事組合法人',
  '社会医療法人',
  '弁護士法人',
  '税理士法人',
  '監査法人',
  '財団法人',
  '社団法人',
  '医療法人',
  '宗教法人',
  '学校法人',
  'NPO法人',
  '株式会社',
  '有限会社',
  '合同会社',
  '合資会社',
  '合名会社',
  '相互会社',
] as const;

/** One-kanji abbreviations; only inside brackets, because 株 or 有 may be a part of a name. */
const bracketedKanji = ['株', '有', '同', '資', '名', '財', '社', '医', '宗', '学', '福', '特非', '独', '相'] as const;

/**
 * Abbreviations of 5.5: `カ)` in front, `(カ` behind, `(カ)` in between. Here and below a large kana stands for the small
 * one too.
 */
const bracketedKana = [
  ...['カ', 'ユ', 'メ', 'シ', 'ド', 'イ', 'ザイ', 'シヤ', 'シユウ', 'ガク', 'フク', 'ソ', 'トクヒ', 'ドク'],
  ...['ベン', 'ギヨ', 'シホウ', 'ゼイ', 'ノウ', 'ダイ'],
] as const;

/** Full forms in kana; a space may stand where people pause. */
const spelledKana = [
  'カブシキ ?[カガ]イシヤ',
  'ユウゲン ?[カガ]イシヤ',
  'ゴウドウ ?[カガ]イシヤ',
  'ゴウシ ?[カガ]イシヤ',
  'ゴウメイ ?[カガ]イシヤ',
  'ソウゴ ?[カガ]イシヤ',
  '(?:イツパン|コウエキ) ?(?:シヤ|ザイ)ダン ?ホウジン',
  'イリヨウ ?ホウジン(?: ?(?:シヤ|ザイ)ダン)?',
  'トクテイ ?ヒエイリ ?カツドウ ?ホウジン',
  '(?:シヤ|ザイ)ダン ?ホウジン',
  'シヤカイ ?フクシ ?ホウジン',
  '(?:シユウキヨウ|ガツコウ) ?ホウジン',
] as const;

/** Whole words of a Latin name, lower case, without full stops. */
const latinForms = [
  ...[
    'co ltd',
    'company limited',
    'private limited',
    'kabushiki kaisha',
    'kabushiki gaisha',
    'yugen kaisha',
    'yugen gaisha',
  ],
  ...[
    'godo kaisha',
    'godo gaisha',
    'goshi kaisha',
    'gomei kaisha',
    'company',
    'limited',
    'corporation',
    'incorporated',
  ],
  ...['corp', 'inc', 'ltd', 'llc', 'llp', 'plc', 'gmbh', 'pty', 'co', 'kk', 'gk', 'yk', 'npo', 'k k', 'g k', 'y k'],
] as const;

const anyOf = (words: readonly string[]): string => words.join('|');
const eitherSize = (pattern: string): string =>
  pattern.replace(/[ヤユヨツ]/gu, (large) => `[${large}${String.fromCodePoint((large.codePointAt(0) ?? 0) - 1)}]`);
const kanaBrackets = eitherSize(anyOf(bracketedKana));
const kanaWords = eitherSize(anyOf(spelledKana));

const kanjiHead = new RegExp(`^(?:${anyOf(writtenForms)}|\\((?:${anyOf(bracketedKanji)})\\))\\s*(?=.)`, 'u');
const kanjiTail = new RegExp(`(?<=.)\\s*(?:${anyOf(writtenForms)}|\\((?:${anyOf(bracketedKanji)})\\)?)$`, 'u');
const kanaHead = new RegExp(`^(?:\\(?(?:${kanaBrackets})\\)|${kanaWords}) ?(?=.)`, 'u');
const kanaTail = new RegExp(`(?<=.) ?(?:\\((?:${kanaBrackets})\\)?|${kanaWords})$`, 'u');
const kanaMiddle = new RegExp(`(?<=.)\\((?:${kanaBrackets})\\)(?=.)`, 'u');
const latinHead = new RegExp(`^(?:${anyOf(latinForms)}) (?=.)`, 'u');
const latinTail = new RegExp(`(?<=.) (?:${anyOf(latinForms)})$`, 'u');

/** Drops the legal form in front of and behind a name in kanji; a name that is nothing else stays. */
export const stripKanjiLegalForm = (name: string): string =>
  name.trim().replace(kanjiHead, '').replace(kanjiTail, '').trim();

/** Drops it from a name in katakana, brackets still in place. */
export const stripKanaLegalForm = (name: string): string =>
  name.trim().replace(kanaHead, '').replace(kanaTail, '').replace(kanaMiddle, ' ').trim();

/** Drops it from a name in lower-case Latin words. */
export const stripLatinLegalForm = (name: string): string =>
  name.trim().replace(latinHead, '').replace(latinTail, '').trim();
