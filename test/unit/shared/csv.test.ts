import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { type Column, csvAnswer, readCsv } from '../../../functions/shared/csv.ts';
import { fromShiftJis, toShiftJis } from '../../../functions/shared/shift-jis.ts';
import { fileBytesMax, uploadedFile } from '../../../functions/shared/uploaded-file.ts';

const columns: readonly Column<'reference' | 'name'>[] = [
  { name: 'reference', headings: ['会員番号', 'reference'], isRequired: true },
  { name: 'name', headings: ['会社名', 'name'] },
];
const rowsOf = (text: string, rowsMax = 100) => readCsv({ text, encoding: 'utf-8' }, columns, rowsMax);
const upload = (bytes: Buffer, mediaType = 'application/octet-stream', isVerbatim = true) =>
  uploadedFile({ bytes, mediaType, isVerbatim });
const codesOf = (run: () => unknown): readonly string[] => {
  try {
    run();
  } catch (error) {
    return (error as { errors: { code: string }[] }).errors.map(({ code }) => code);
  }
  return [];
};

describe('a file of rows', () => {
  test('is read by the headings people write, in any order, with the line of each row', () => {
    expect(rowsOf('会社名,会員番号\r\n㈱青空,C-1\r\n\r\n"株式会社\n改行",C-2\r\n,C-3\r\n')).toEqual([
      { line: 2, cells: { name: '㈱青空', reference: 'C-1' } },
      { line: 4, cells: { name: '株式会社\n改行', reference: 'C-2' } },
      { line: 6, cells: { reference: 'C-3' } },
    ]);
    expect(rowsOf('reference,name\nC-1,Aozora')).toEqual([{ line: 2, cells: { reference: 'C-1', name: 'Aozora' } }]);
  });

  test.for([
    ['', ['empty_file']],
    ['会員番号\n', ['no_rows']],
    ['会社名\n㈱青空', ['required']],
    ['会員番号,色\nC-1,赤', ['unknown_column']],
    ['会員番号,reference\nC-1,C-2', ['duplicate']],
    ['会員番号\n"C-1', ['invalid_csv']],
    ['会員番号\n1\n2\n3', ['too_many_rows']],
  ] as const)('that says %j is refused whole', ([text, codes]) => {
    expect(codesOf(() => rowsOf(text, 2))).toEqual(codes);
  });

  test('comes in UTF-8, with or without a mark, and in Shift_JIS', () => {
    const text = '会員番号,会社名\r\nC-1,㈱髙島①';
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`)]) {
      expect(upload(bytes)).toEqual({ text, encoding: 'utf-8' });
    }
    expect(upload(iconv.encode(text, 'cp932'))).toEqual({ text, encoding: 'shift_jis' });
  });

  test('in Shift_JIS that a gateway has read as UTF-8 is refused, because its characters are gone', () => {
    const destroyed = Buffer.from(iconv.encode('会社名', 'cp932').toString('utf8'));
    expect(upload(destroyed, 'text/csv', false)).toMatchObject({ code: 'invalid_encoding' });
  });

  test('is refused when it is no file of rows, or too large', () => {
    expect(() => upload(Buffer.from('{}'), 'application/json')).toThrow('text/csv');
    expect(() => upload(Buffer.alloc(fileBytesMax + 1, 'a'))).toThrow('bytes at most');
    expect(upload(Buffer.from([0xff, 0xfe, 0x00]))).toMatchObject({ code: 'invalid_encoding' });
    expect(upload(Buffer.from('code,name\nC-1,机\uffff'))).toMatchObject({ code: 'invalid_unicode' });
  });

  test('that was exported is imported as it was, also where a cell looks like a formula', () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '=1+1',
        '+81 3',
        '-5',
        '@SUM',
        '＝1+1',
        '＠SUM',
        '"quoted", with comma',
        '㈱髙島屋①',
        'line\nbreak',
      ),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.stringMatching(/^[A-Z0-9]{1,8}$/), cell), { minLength: 1, maxLength: 20 }),
        (rows) => {
          const given = rows.map(([reference, name]) => ({ reference, name }));
          const { body } = csvAnswer(columns, given, { encoding: 'utf-8', fileName: 'members.csv' });
          const file = upload(Buffer.from(body, 'base64'));
          if (!('text' in file)) throw new Error('not read');
          const read = readCsv(file, columns, 100).map(({ cells }) => [cells.reference, cells.name ?? '']);
          const apostrophe = (text: string) => text.trim().replace(/^'(?=[=+\-@＝＋－＠])/, '');
          expect(read).toEqual(given.map(({ reference, name }) => [reference, apostrophe(name)]));
        },
      ),
    );
  });
});

describe('a cell that a spreadsheet would run', () => {
  const exported = (name: string) => {
    const { body } = csvAnswer(columns, [{ reference: 'C-1', name }], { encoding: 'utf-8', fileName: 'members.csv' });
    return Buffer.from(body, 'base64').toString('utf8').split('\r\n')[1];
  };

  test.for(['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '＋1', '－1', '＠SUM(A1)', '\t=1'])('%j is text', (name) => {
    expect(exported(name)).toBe(`C-1,'${name}`);
  });

  test('stays within its row, whatever ends a line in it', () => {
    expect(exported('\n=1+1')).toBe('C-1,"\'\n=1+1"');
    expect(exported('a\n=1+1')).toBe('C-1,"a\n=1+1"');
    expect(exported('a\r=1+1')).toBe('C-1,"a\r=1+1"');
  });
});

describe('Shift_JIS', () => {
  test('is written as iconv writes it, for every character that it has', () => {
    const characters = Array.from({ length: 0x10000 }, (_, code) => code)

      .filter((code) => code >= 0x20 && (code < 0x7f || code > 0x9f) && (code < 0xd800 || code > 0xf8ff))
      .map((code) => String.fromCharCode(code))
      .filter((text) => iconv.decode(iconv.encode(text, 'cp932'), 'cp932') === text);
    expect(characters.length).toBeGreaterThan(7000);
    const differing = characters.filter((text) => !Buffer.from(toShiftJis(text)).equals(iconv.encode(text, 'cp932')));
    expect(differing.filter((text) => fromShiftJis(toShiftJis(text)) !== text)).toEqual([]);
    expect(differing.length).toBeLessThan(50);
  });

  test('shows a mark where it has no character', () => {
    expect(fromShiftJis(toShiftJis('鴎😀x'))).toBe('鴎〓x');
    expect(fromShiftJis(toShiftJis('𠮷野家'))).toBe('〓野家');
  });
});
