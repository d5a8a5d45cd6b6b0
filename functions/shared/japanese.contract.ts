import * as z from 'zod/mini';
import { prefectures } from './prefectures.ts';

/** People type full-width letters and digits for ASCII and half-width kana for full-width; NFKC makes one of them. */
const nfkc = z.overwrite<string>((text) => text.normalize('NFKC').trim());

const wrong = (code: string, error: string) => ({ error, params: { code } });

/** One line of text as it is to be shown: the writer's own characters (㈱, 髙), no line breaks or other control characters. */
export const line = (max: number) =>
  z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(max),
    z.refine((text) => !/\p{Cc}/u.test(text), wrong('control_character', 'Must be one line of text.')),
  );

/**
 * Marks that cannot be seen, and those that turn the direction of writing: with them a name can be shown as another one
 * (Unicode Technical Report 36, section 3.1).
 */
const unseen = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;

/**
 * A number or name by which a merchant knows its own thing. It is looked up and compared by people and programs, so that two of
 * them that look the same have to be the same.
 */
export const reference = (max = 64) =>
  line(max)
    .check(
      z.refine(
        (text) => !unseen.test(text),
        wrong('invisible_character', 'Must hold no characters that cannot be seen.'),
      ),
    )
    .register(z.globalRegistry, {
      description:
        'Blanks around it are taken away; characters that cannot be seen or that turn the direction of writing are refused.',
    });

/** Mail programs make links of these, in letters too that hold no markup. A full stop may be the Japanese one. */
const webAddress = /:\/\/|www[.。]|[\w-][.。][a-z]{2,}[/?#]/i;

/** A name of a company or a person. Letters greet by it, so that nobody may have a link of their own sent under our name. */
export const nameLine = (max: number) =>
  line(max).check(
    z.refine((text) => !unseen.test(text), wrong('invalid_name', 'Must hold no marks that cannot be seen.')),
    z.refine(
      (text) => !webAddress.test(text.normalize('NFKC')),
      wrong('invalid_name', 'Must be a name, not an address of the web.'),
    ),
  );

const toKatakana = (text: string): string =>
  text.replace(/[\u3041-\u3096\u309d\u309e]/gu, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) + 0x60));

/** A reading in hiragana or katakana of either width; it is kept in full-width katakana. */
export const kana = (max: number) =>
  z.string().check(
    nfkc,
    z.overwrite<string>((text) => toKatakana(text).replace(/\s+/gu, ' ')),
    z.minLength(1),
    z.maxLength(max),
    z.refine(
      (text) => /^[\p{sc=Katakana}ー・ ]*$/u.test(text),
      wrong('not_kana', 'Must be written in katakana or hiragana.'),
    ),
  );

/** Seven digits, with or without the hyphen (and 〒); kept as 123-4567. */
export const postalCode = z.string().check(
  nfkc,
  z.refine(
    (text) => /^(?:〒 ?)?\d{3}-?\d{4}$/.test(text),
    wrong('invalid_postal_code', 'Must be seven digits: 123-4567.'),
  ),
  z.overwrite<string>((text) => text.replace(/\D/g, '').replace(/^(\d{3})(\d{4})$/, '$1-$2')),
);

export const prefecture = z.string().check(
  nfkc,
  z.refine(
    (text) => prefectures.some((one) => one === text),
    wrong('unknown_prefecture', 'Must be one of the 47 prefectures, as in 東京都.'),
  ),
);

/**
 * A telephone number of Japan as people write it: 03-1234-5678, 0312345678, 090-1234-5678, +81 3 1234 5678. By the numbering
 * plan 050 to 090 (mobile, IP) have eleven digits and the others ten.
 */
export const phone = z
  .string()
  .check(
    nfkc,
    z.maxLength(20),
    z.refine(isJapanesePhone, wrong('invalid_phone', 'Must be a telephone number of Japan: 03-1234-5678.')),
  );

function isJapanesePhone(text: string): boolean {
  if (!/^\+?\d[\d ()-]*\d$/.test(text)) return false;
  const digits = text.replace(/[ ()-]/g, '').replace(/^\+810?/, '0');
  return /^0[5-9]0\d{8}$/.test(digits) || /^0(?![5-9]0)[1-9]\d{8}$/.test(digits);
}

const address =
  /^[\w!#$%&'*+/=?^`{|}~-]{1,64}(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,}$/i;

/** The addresses of RFC 5321 that people use: no quoted names, no address literals. 254 characters in all. */
export const email = z.string().check(
  nfkc,
  z.maxLength(254),
  z.refine((text) => address.test(text), wrong('invalid_email', 'Must be an e-mail address.')),
);

/** What is the same address for everybody who delivers mail: case says nothing. */
export const normalEmail = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
