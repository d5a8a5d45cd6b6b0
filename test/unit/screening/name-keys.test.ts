import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kanaKey, kanaWords } from '../../../functions/screening/names/kana-key.ts';
import { kanjiForms } from '../../../functions/screening/names/kanji-forms.ts';
import { kanjiKey } from '../../../functions/screening/names/kanji-key.ts';
import { nameKeys } from '../../../functions/screening/names/name-keys.ts';
import { romajiKey, romajiWords } from '../../../functions/screening/names/romaji-key.ts';

/** Text as it comes in forms: both widths of kana, old and new kanji, Latin, brackets, dashes and legal forms. */
const written = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'アイウカガキシジチツテトナニヌハフヘホマミムヤユヨラリルワヲンヂヅヰヱャュョッァィゥェォヴー',
      ),
      fc.constantFrom(...'ｱｶﾞｼｼｬｭｯｰﾊﾟあかがきゃっんー々髙﨑邉齋國龍會株有式社'),
      fc.constantFrom(..."abcdehijkmnorstuyzABCSHTUＡｂōū'’.-－―−〜・()（）㈱㈲㍿ 　１2"),
      fc.constantFrom(
        '株式会社',
        '有限会社',
        '(株)',
        'カ)',
        '(カ',
        '(カ)',
        'カブシキガイシャ',
        ' co ltd',
        'k.k. ',
        'inc',
      ),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

describe('the key of a name in kanji', () => {
  test.for([
    ['㈱髙橋商店', '高橋商店'],
    ['株式会社　高橋商店', '高橋商店'],
    ['高橋商店（株）', '高橋商店'],
    ['渡邉　龍', '渡辺竜'],
    ['渡辺竜', '渡辺竜'],
    ['神﨑Ｔｒａｄｉｎｇ株式会社', '神崎TRADING'],
    ['ＡＢＣ㈲', 'ABC'],
    ['㍿テスト', 'テスト'],
    ['株式會社髙島屋', '高島屋'],
    ['濵田齋藤齊木嶋', '浜田斎藤斉木島'],
    ['特定非営利活動法人 たすけあい', 'たすけあい'],
    ['医療法人社団 光会', '光会'],
    ['佐々木', '佐佐木'],
    ['関ヶ原', '関ケ原'],
    ['コ－ヒ－', 'コーヒー'],
    ['𠮷田', '吉田'],
    ['A-1 ・ B', 'A1B'],
    ['葛\u{e0100}城', '葛城'],
    ['夜\u200b烏組', '夜烏組'],
    [`${'株式会社'.repeat(30)}夜烏組`, '夜烏組'],
  ] as const)('%s becomes %s', ([name, key]) => {
    expect(kanjiKey(name)).toBe(key);
  });

  test('keeps a kanji of a legal form that is a part of the name', () => {
    expect(kanjiKey('有田株式会社')).toBe('有田');
    expect(kanjiKey('株本有')).toBe('株本有');
  });

  test('keeps a name that is nothing but a legal form, rather than having no key', () => {
    expect(kanjiKey('株式会社')).toBe('株式会社');
  });

  test('knows at least 250 old and variant forms, each once, and no key form that is itself replaced', () => {
    const forms = kanjiForms.map(([form]) => form);
    expect(forms.length).toBeGreaterThanOrEqual(250);
    expect(new Set(forms).size).toBe(forms.length);
    for (const [form, keyForm] of kanjiForms) {
      expect([...form, ...keyForm], `${form}${keyForm}`).toHaveLength(2);
      expect(forms, `${form}→${keyForm}`).not.toContain(keyForm);
      expect(form.normalize('NFKC'), 'NFKC does not get there first').toBe(form);
    }
  });

  test.for([
    ['髙', '高'],
    ['﨑', '崎'],
    ['濵', '浜'],
    ['邊', '辺'],
    ['邉', '辺'],
    ['齋', '斎'],
    ['齊', '斉'],
    ['嶋', '島'],
    ['龍', '竜'],
    ['澤', '沢'],
    ['櫻', '桜'],
    ['國', '国'],
  ] as const)('%s is the same as %s', ([variant, common]) => {
    expect(kanjiKey(variant)).toBe(kanjiKey(common));
  });

  test('is its own key', () => {
    fc.assert(
      fc.property(written, (name) => kanjiKey(kanjiKey(name)) === kanjiKey(name)),
      { numRuns: 1000 },
    );
  });
});

describe('the key of a name in kana', () => {
  test.for([
    ['カ）エービーシー', 'エビシ'],
    ['ｶ)ｴ-ﾋﾞ-ｼ-', 'エビシ'],
    ['エービーシー（カ', 'エビシ'],
    ['カブシキガイシャエービーシー', 'エビシ'],
    ['ド）ラクーン', 'ラクン'],
    ['ゴウドウガイシヤ ラクーン', 'ラクン'],
    ['ｶ)ｹｲﾖｳｷﾞﾝｺｳ', 'ケイヨウギンコウ'],
    ['ｹｲﾖｳｷﾞﾝｺｳ(ｶ', 'ケイヨウギンコウ'],
    ['ケイヨウギンコウ(カ)チバシテン', 'ケイヨウギンコウチバシテン'],
    ['イリョウホウジンシャダン ソラ', 'ソラ'],
    ['きゃのん', 'キヤノン'],
    ['ﾔﾏﾀﾞ ﾀﾛｳ', 'ヤマダタロウ'],
    ['ミツビシユ－エフジエイ', 'ミツビシユエフジエイ'],
    ['ヰタ・ヱビス ヲダ', 'イタエビスオダ'],
    ['ミカヅキ', 'ミカズキ'],
  ] as const)('%s becomes %s', ([name, key]) => {
    expect(kanaKey(name)).toBe(key);
  });

  test('leaves the words apart, for they can be compared one by one', () => {
    expect(kanaWords('ヤマダ　タロウ')).toEqual(['ヤマダ', 'タロウ']);
  });

  test('is its own key', () => {
    fc.assert(
      fc.property(written, (name) => kanaKey(kanaKey(name)) === kanaKey(name)),
      { numRuns: 1000 },
    );
  });
});

describe('the key of a name in Latin letters', () => {
  test.for([
    ['shi', 'si'],
    ['chi', 'ti'],
    ['tsu', 'tu'],
    ['ji', 'zi'],
    ['fu', 'hu'],
    ['sho', 'syo'],
    ['cha', 'tya'],
    ['ju', 'zyu'],
    ['ou', 'o'],
    ['oo', 'o'],
    ['uu', 'u'],
    ['Ōta Yūko', 'Oota Yuuko'],
    ['Satoh', 'Satō'],
    ['Ohno', 'Ono'],
    ['Shimbun', 'Shinbun'],
    ["Jun'ichi", 'Junichi'],
    ['matcha', 'maccha'],
    ['Yamaguchi-gumi', 'YAMAGUTI GUMI'],
    ['Sogo Kenkyusho Co., Ltd.', 'sougou kenkyuusyo'],
    ['K.K. Sogo', 'Sogo Kabushiki Kaisha'],
  ] as const)('%s and %s meet', ([one, other]) => {
    expect(romajiKey(one)).toBe(romajiKey(other));
  });

  test.for([
    ['トウキョウ', 'Tokyo'],
    ['オオサカ', 'Osaka'],
    ['ヤマグチ　グミ', 'Yamaguti-gumi'],
    ['シンイチ チヂワ', "Shin'ichi Chijiwa"],
    ['キッショウテン', 'Kisshoten'],
    ['カブシキガイシャ フジツウ', 'Huzituu K.K.'],
    ['ﾌｧﾝﾀｽﾞﾏ', 'Fantazuma'],
    ['ヴェルドリア', 'Verudoria'],
  ] as const)('%s is read as %s', ([kana, romaji]) => {
    expect(romajiKey(kana)).toBe(romajiKey(romaji));
  });

  test('has no reading for kanji: a reading is never guessed', () => {
    expect(romajiKey('山田太郎')).toBe('');
    expect(romajiWords('山田 Taro')).toEqual([]);
  });

  test('keeps other sounds apart', () => {
    expect(romajiKey('ono')).not.toBe(romajiKey('onu'));
    expect(romajiKey('シカ')).not.toBe(romajiKey('シガ'));
  });

  test('is its own key', () => {
    fc.assert(
      fc.property(written, (name) => romajiKey(romajiKey(name)) === romajiKey(name)),
      { numRuns: 1000 },
    );
  });
});

describe('the keys of a written name', () => {
  test('are one for each script; kana give a romaji key too', () => {
    const keys = nameKeys({ kanji: '夜烏組', kana: 'ヨガラスグミ' });
    expect(keys.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'kanji 夜烏組',
      'kana ヨガラスグミ',
      'romaji yogarasugumi',
    ]);
  });

  test('a company name in Latin letters is looked up as romaji as well', () => {
    const keys = nameKeys({ kanji: 'Ｙａｍａｇｕｔｉ Gumi Co., Ltd.', kana: 'ワイジー' });
    expect(keys.filter(({ kind }) => kind === 'romaji').map(({ key }) => key)).toEqual(['yamaguchigumi', 'waiji']);
  });

  test('a company name in kana is looked up as kana as well, and equal keys are listed once', () => {
    const keys = nameKeys({ kanji: '株式会社ラクーン', kana: 'らくーん' });
    expect(keys.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['kanji ラクーン', 'kana ラクン', 'romaji rakun']);
  });

  test('there is none for a name without a letter', () => {
    expect(nameKeys({ kanji: '・・', kana: ' ' })).toEqual([]);
  });
});
