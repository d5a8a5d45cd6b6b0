import * as z from 'zod/mini';
import { readCorporateNumber } from '../screening/corporate-number.ts';
import { kanjiKey } from '../screening/names/kanji-key.ts';
import { businessDate, isCivilDate, systemClock } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import { email, kana, line, nameLine, phone, postalCode, prefecture } from '../shared/japanese.contract.ts';

const corporateNumber = z.string().check(
  z.overwrite((text) => {
    const read = readCorporateNumber(text);
    return read.ok ? read.number : text;
  }),
  z.refine((text) => readCorporateNumber(text).ok === true, {
    error: 'Must be a corporate number: 13 digits, of which the first checks the others.',
    params: { code: 'invalid_corporate_number' },
  }),
);

const establishedOn = z.string().check(
  z.refine((text) => isCivilDate(text) && text <= businessDate(systemClock), {
    error: 'Must be a date of the calendar that is not in the future, YYYY-MM-DD.',
    params: { code: 'invalid_date' },
  }),
);

/** What a legal form and punctuation leave of a letter put behind them is that letter. */
const isOnlyLegalForm = (text: string): boolean => kanjiKey(`${text}X`) === 'X';

const companyName = nameLine(100).check(
  z.refine((text) => text === '' || !isOnlyLegalForm(text), {
    error: 'Must have a letter or digit beside the legal form.',
    params: { code: 'invalid_name' },
  }),
);

/** A company as it applies. It is public knowledge (the register names it), unlike the people who act for it. */
export const Company = z.strictObject({
  name: companyName,
  nameKana: kana(100),
  corporateNumber: z.optional(corporateNumber),
  postalCode,
  prefecture,
  address1: line(100),
  address2: line(100),
  address3: z.optional(line(100)),
  establishedOn: z.optional(establishedOn),
  annualSales: z.optional(z.int().check(z.minimum(0))),
  industry: z.optional(line(64)),
});
export type Company = z.infer<typeof Company>;

const name = { familyName: nameLine(40), givenName: nameLine(40), familyNameKana: kana(40), givenNameKana: kana(40) };

/** The people of a company: personal data, sealed wherever it is kept. */
export const People = z.strictObject({
  representative: z.strictObject(name),
  contact: z.strictObject({ ...name, email, phone }),
});
export type People = z.infer<typeof People>;

/** What tells companies apart: the corporate number where it is known, else the name (its kanji key) and the prefecture. */
export interface CompanyIdentity {
  readonly companyId: string;
  readonly corporateNumber?: string;
  readonly nameKey: string;
}

export function identityOf(company: Pick<Company, 'name' | 'prefecture' | 'corporateNumber'>): CompanyIdentity {
  const nameKey = `${kanjiKey(company.name)} ${company.prefecture}`;
  const number = company.corporateNumber;
  if (number === undefined) return { companyId: idFrom('com', nameKey), nameKey };
  return { companyId: idFrom('com', number), corporateNumber: number, nameKey };
}
