import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { fieldErrors } from '../../../functions/shared/field-errors.ts';
import {
  email,
  kana,
  line,
  normalEmail,
  phone,
  postalCode,
  prefecture,
  reference,
} from '../../../functions/shared/japanese.contract.ts';
import { prefectures } from '../../../functions/shared/prefectures.ts';

/** What is kept of a text, or the codes under which it is refused. */
const read = (schema: z.ZodMiniType, text: string): unknown => {
  const result = schema.safeParse(text);
  return result.success ? result.data : fieldErrors(result.error.issues, '', text).map(({ code }) => code);
};

describe('fields as Japanese people fill them in', () => {
  test.for([
    ['たかはし　しょうてん', 'タカハシ ショウテン'],
    ['ﾀｶﾊｼ ｼｮｳﾃﾝ', 'タカハシ ショウテン'],
    ['ガス・ガンマー', 'ガス・ガンマー'],
    ['ｶﾞｽ', 'ガス'],
  ])('takes the reading %s and keeps %s', ([text, kept]) => {
    expect(read(kana(40), text ?? '')).toBe(kept);
  });

  test.for(['高橋', 'Takahashi', 'タカハシ1', '', '　'])('refuses %s as a reading', (text) => {
    expect(read(kana(40), text)).toEqual([text.trim() === '' ? 'too_small' : 'not_kana']);
  });

  test.for([
    ['1000001', '100-0001'],
    ['100-0001', '100-0001'],
    ['〒１００－０００１', '100-0001'],
  ])('takes the postal code %s and keeps %s', ([text, kept]) => {
    expect(read(postalCode, text ?? '')).toBe(kept);
  });

  test.for(['100-001', '10-00001', '100-0001 ext', 'abc-defg'])('refuses the postal code %s', (text) => {
    expect(read(postalCode, text)).toEqual(['invalid_postal_code']);
  });

  test('knows 47 prefectures, and no others', () => {
    expect(new Set(prefectures).size).toBe(47);
    expect(prefectures.map((name) => read(prefecture, name))).toEqual([...prefectures]);
    expect(read(prefecture, '東京')).toEqual(['unknown_prefecture']);
    expect(read(prefecture, '大坂府')).toEqual(['unknown_prefecture']);
  });

  test.for([
    '03-1234-5678',
    '0312345678',
    '0550-12-3456',
    '0120-123-456',
    '0570-000-000',
    '090-1234-5678',
    '06012345678',
    '050-1234-5678',
    '0800-123-4567',
    '+81-3-1234-5678',
    '+81 (0)90 1234 5678',
    '０３（１２３４）５６７８',
  ])('takes the telephone number %s', (text) => {
    expect(read(phone, text)).toBe(text.normalize('NFKC'));
  });

  test.for(['090-123-4567', '03-1234-56789', '00-1234-5678', '1312345678', '+1 202 555 0100', '03-CALL-NOW', '110'])(
    'refuses the telephone number %s',
    (text) => {
      expect(read(phone, text)).toEqual(['invalid_phone']);
    },
  );

  test.for(['taro@example.co.jp', 'a.b+c@sub.example.jp', 'ｔａｒｏ＠example.jp'])('takes the address %s', (text) => {
    expect(read(email, text)).toBe(text.normalize('NFKC'));
  });

  test.for(['taro', 'taro@', '@example.jp', 'a..b@example.jp', 'a@b', 'a b@example.jp', 'a@-x.jp', 'a@example.jp\n@b'])(
    'refuses the address %s',
    (text) => {
      expect(read(email, text)).toEqual(['invalid_email']);
    },
  );

  test('compares addresses without case and width', () => {
    expect(normalEmail(' Ｔaro@Example.JP ')).toBe('taro@example.jp');
  });

  test('keeps a line as it was written, but takes one line only', () => {
    expect(read(line(10), ' ㈱髙橋 ')).toBe('㈱髙橋');
    expect(read(line(10), 'a\nb')).toEqual(['control_character']);
  });
});

describe('a reference', () => {
  test('is kept without the blanks around it', () => {
    expect(read(reference(), ' PO-1 \u3000')).toBe('PO-1');
  });

  test.for([0x200b, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff])(
    'holds no character of code point %i, which cannot be seen',
    (codePoint) => {
      expect(read(reference(), `PO${String.fromCodePoint(codePoint)}-1`)).toEqual(['invisible_character']);
    },
  );
});
