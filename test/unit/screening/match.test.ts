import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexSanctionsList, type MatchSubject, matchSubject } from '../../../functions/screening/match.ts';
import { algorithmVersion, MatchRecordSchema } from '../../../functions/screening/match-record.ts';
import { syntheticList } from '../../../functions/screening/synthetic-list.ts';

const list = syntheticList();
const index = indexSanctionsList(list);

const aCompany = (name: string, nameKana: string): MatchSubject => ({
  company: { name, nameKana },
  representative: { familyName: '佐藤', givenName: '一郎', familyNameKana: 'サトウ', givenNameKana: 'イチロウ' },
});

const ledBy = (familyName: string, givenName: string, familyNameKana: string, givenNameKana: string): MatchSubject => ({
  company: { name: '株式会社あさひ商店', nameKana: 'アサヒショウテン' },
  representative: { familyName, givenName, familyNameKana, givenNameKana },
});

describe('match an applicant against the list', () => {
  test('clears an ordinary company, and tells against what it was matched', () => {
    const record = matchSubject(index, aCompany('株式会社テスト商事', 'テストショウジ'));
    expect(record).toEqual({
      listId: 'tegata-synthetic',
      listVersion: list.version,
      algorithmVersion,
      queryKeys: [
        { subject: 'company', kind: 'kanji', key: 'テスト商事' },
        { subject: 'company', kind: 'kana', key: 'テストシヨウジ' },
        { subject: 'company', kind: 'romaji', key: 'tesutoshoji' },
        { subject: 'representative', kind: 'kanji', key: '佐藤一郎' },
        { subject: 'representative', kind: 'kana', key: 'サトウイチロウ' },
        { subject: 'representative', kind: 'romaji', key: 'satoichiro' },
      ],
      candidates: [],
      decision: 'clear',
    });
  });

  test.for([
    [
      'by its kanji, in old forms and with a legal form',
      aCompany('黑霞商會㈱', 'コクカショウカイ'),
      'anti-0028',
      'kanji',
    ],
    ['by its kana, whatever the kanji', aCompany('玄香洲美商会', 'ｸﾛｶﾞｽﾐ ｼﾖｳｶｲ'), 'anti-0028', 'kana'],
    [
      'by romaji that its kana spell',
      aCompany('グリムワルドホールディング', 'グリムハーフェン デンシ'),
      'sanc-0029',
      'kana',
    ],
    [
      'by a Latin name with another legal form',
      aCompany('NULLPOINT TRADING CO., LTD.', 'エヌピー'),
      'sanc-0019',
      'romaji',
    ],
    ['by a strong alias', aCompany('夜烏総業（株）', 'ヤウソウギョウ'), 'anti-0024', 'kanji'],
    ['by a representative in variant kanji', ledBy('幻崎', '権之丞', 'ゲンザキ', 'ゴンノスケ'), 'anti-0002', 'kanji'],
    ['by a representative in kana only', ledBy('宇津瀬見', '柳三', 'ウツセミ', 'リュウゾウ'), 'anti-0001', 'kana'],
    [
      'by the name of a listed person as a trade name',
      aCompany('影縫十三郎', 'カゲヌイジュウザブロウ'),
      'anti-0005',
      'kanji',
    ],
  ] as const)('blocks a listed name %s', ([, subject, entryId, matchedKey]) => {
    const record = matchSubject(index, subject);
    expect(record.decision).toBe('block');
    expect(record.candidates[0]).toMatchObject({ entryId, matchedKey });
    expect(record.candidates[0]?.strength).not.toBe('weak');
  });

  test('sends a name that is only near to review', () => {
    const record = matchSubject(index, aCompany('黒霞商事', 'クロガスミショウジ'));
    expect(record.decision).toBe('review');
    const scores = record.candidates.map(({ score }) => score);
    expect(Math.max(...scores)).toBeLessThan(0.95);
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0.88);
  });

  test('never blocks on a weak alias alone, however well it fits', () => {
    const record = matchSubject(index, aCompany('株式会社ヨガラスノヤカタ', 'ヨガラスノヤカタ'));
    expect(record.decision).toBe('review');
    expect(record.candidates[0]).toMatchObject({ entryId: 'anti-0024', score: 1, strength: 'weak' });
  });

  test('blocks when a name stands beside the weak alias, and puts what blocks first', () => {
    const both = {
      ...aCompany('ヨガラスノヤカタ', 'ヨガラスノヤカタ'),
      representative: ledBy('空蟬', '龍藏', 'ウツセミ', 'リュウゾウ').representative,
    };
    const record = matchSubject(index, both);
    expect(record.decision).toBe('block');
    expect(record.candidates.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['company', 'representative']),
    );
    expect(record.candidates[0]).toMatchObject({ entryId: 'anti-0001', strength: 'primary' });
    expect(record.candidates.at(-1)).toMatchObject({ entryId: 'anti-0024', strength: 'weak' });
  });

  test('does not look for an organization in the name of a person', () => {
    expect(matchSubject(index, ledBy('無明', '塾', 'ムミョウ', 'ジュク')).decision).toBe('clear');
  });

  test('finds every name and every strong alias of its own list, and every weak alias for review', () => {
    for (const entry of list.entries) {
      for (const { strength, kanji, kana, romaji } of [{ ...entry.name, strength: 'primary' }, ...entry.aliases]) {
        for (const written of [kanji, kana, romaji]) {
          if (written === undefined) continue;
          const { candidates, decision } = matchSubject(index, aCompany(written, kana ?? 'ナシ'));
          expect(
            candidates.map(({ entryId }) => entryId),
            written,
          ).toContain(entry.id);
          expect(decision, written).not.toBe('clear');
          if (strength !== 'weak') expect(decision, written).toBe('block');
        }
      }
    }
  });

  test('does not trouble people and companies with everyday names', () => {
    const families =
      '佐藤サトウ 鈴木スズキ 高橋タカハシ 田中タナカ 伊藤イトウ 山本ヤマモト 小林コバヤシ 黒田クロダ 影山カゲヤマ 小野オノ 五十嵐イガラシ 鬼頭キトウ';
    const givens =
      '一郎イチロウ 太郎タロウ 次郎ジロウ 健太ケンタ 龍一リュウイチ 龍之介リュウノスケ 喜一郎キイチロウ 蔵之助クラノスケ 花子ハナコ 陽子ヨウコ';
    const trades =
      '商事ショウジ 商店ショウテン 建設ケンセツ 工業コウギョウ 不動産フドウサン 金融キンユウ 貿易ボウエキ 運輸ウンユ 海運カイウン 総業ソウギョウ 連合会レンゴウカイ';
    const split = (words: string) =>
      words.split(' ').map((word) => [word.replace(/[ァ-ヴー]+$/u, ''), word.replace(/^[^ァ-ヴ]+/u, '')] as const);
    for (const [family, familyKana] of split(families)) {
      for (const [given, givenKana] of split(givens)) {
        expect(matchSubject(index, ledBy(family, given, familyKana, givenKana)).candidates, family + given).toEqual([]);
      }
      for (const [trade, tradeKana] of split(trades)) {
        expect(
          matchSubject(index, aCompany(family + trade, familyKana + tradeKana)).candidates,
          family + trade,
        ).toEqual([]);
      }
    }
    for (const name of [
      'Test Trading',
      'ABC Co., Ltd.',
      'Demo Shop',
      'Acme Corporation',
      'Sample Holdings Inc.',
      'Tokyo Electronics',
    ]) {
      expect(matchSubject(index, aCompany(name, 'テスト')).candidates, name).toEqual([]);
    }
  });

  test('gives the same record again, and one that survives being stored', () => {
    const subject = aCompany('黒霞商事', 'クロガスミショウジ');
    const record = matchSubject(index, subject);
    expect(matchSubject(indexSanctionsList(syntheticList()), subject)).toEqual(record);
    expect(MatchRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });

  test('decides for any text by the bands alone', () => {
    const anyName = fc.string({
      unit: fc.constantFrom(...'夜烏組総業黒霞商会ヨガラスグミabc 株式会社'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(anyName, anyName, (name, nameKana) => {
        const { candidates, decision } = matchSubject(index, aCompany(name, nameKana));
        const blocks = candidates.some(({ score, strength }) => score >= 0.95 && strength !== 'weak');
        expect(candidates.every(({ score }) => score >= 0.88 && score <= 1)).toBe(true);
        expect(decision).toBe(blocks ? 'block' : candidates.length > 0 ? 'review' : 'clear');
      }),
      { numRuns: 50 },
    );
  });
});
