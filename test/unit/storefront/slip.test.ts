import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOf, numberOf, onceOfSlip, readSlip, type Slip } from '../../../functions/storefront/slip.ts';

const row = (cells: Record<string, string>, line = 2) => ({
  line,
  cells: { reference: 'PO-1', shippedOn: '2026-11-20', ...cells },
});

describe('a row of shipments', () => {
  test.for([
    ['2026-11-20', '2026-11-20'],
    ['2026/1/5', '2026-01-05'],
    ['2026.01.05', '2026-01-05'],
    ['2026年1月5日', '2026-01-05'],
    ['２０２６/１１/２０', '2026-11-20'],
    ['20261120', '2026-11-20'],
    ['26/11/20', '26/11/20'],
    ['2026-11/20日本', '2026-11/20日本'],
  ] as const)('the date %s is read as %s', ([written, read]) => {
    expect(dateOf(written)).toBe(read);
  });

  test.for([
    ['12000', 12_000],
    ['12,000', 12_000],
    ['￥12,000', 12_000],
    ['１２０００円', 12_000],
    ['-1', '-1'],
    ['12.5', '12.5'],
    ['0x10', '0x10'],
    ['', ''],
  ] as const)('the amount %s is read as %s', ([written, read]) => {
    expect(numberOf(written)).toBe(read);
  });

  test('every whole amount is read back, grouped or not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999 }), (amount) => {
        expect(numberOf(String(amount))).toBe(amount);
        expect(numberOf(amount.toLocaleString('ja-JP'))).toBe(amount);
      }),
    );
  });

  test.for([
    ['○', true],
    ['1', true],
    ['はい', true],
    ['TRUE', true],
    ['0', false],
    ['いいえ', false],
  ] as const)('the mark %s says whether it is the last shipment', ([final, read]) => {
    expect(readSlip(row({ final }))).toMatchObject({ shipment: { final: read } });
  });

  test.for([
    [{ shippedOn: '2026-02-30' }, '出荷日', 'invalid_date'],
    [{ shippedOn: 'あす' }, '出荷日', 'invalid_format'],
    [{ amount: 'many' }, '金額', 'invalid_type'],
    [{ amount: '0' }, '金額', 'too_small'],
    [{ final: 'たぶん' }, '完了', 'invalid_type'],
    [{ trackingNumber: '1'.repeat(65) }, '伝票番号', 'too_big'],
    [{ reference: 'あ'.repeat(65) }, '受注番号', 'too_big'],
  ] as const)('with %j is refused by the heading of its cell', ([cells, field, code]) => {
    expect(readSlip(row(cells, 7))).toMatchObject({ line: 7, field, code });
  });

  test('that names its order by a whole book is reported by the beginning of it', () => {
    expect(readSlip(row({ reference: 'あ'.repeat(5000) }))).toMatchObject({ reference: 'あ'.repeat(64) });
  });

  test('is the same request wherever it stands, and another one with another slip number', () => {
    const keyOf = (cells: Record<string, string>, line?: number) => {
      return onceOfSlip('mer_1', 'ord_1', readSlip(row(cells, line)) as Slip);
    };
    expect(keyOf({ trackingNumber: '1', shippedOn: '2026/11/20' }, 2)).toEqual(keyOf({ trackingNumber: '1' }, 900));
    expect(keyOf({ trackingNumber: '1' }).key).not.toBe(keyOf({ trackingNumber: '2' }).key);
    expect(keyOf({ trackingNumber: '1', amount: '1000' }).key).not.toBe(keyOf({ trackingNumber: '1' }).key);
  });
});
