import * as z from 'zod/mini';
import { People } from '../buyers/company.ts';
import { isCivilDate } from '../shared/clock.ts';

/** A day of the calendar, YYYY-MM-DD. */
export const civilDate = z.string().check(
  z.refine((text) => isCivilDate(text), {
    error: 'Must be a date of the calendar, YYYY-MM-DD.',
    params: { code: 'invalid_date' },
  }),
);

/** Who has a say in the company: the law asks for its directors and for whoever owns more than a quarter of it (JAPAN-RULES.md 2). */
const Person = z.extend(People.shape.representative, {
  role: z.enum(['director', 'beneficial_owner']),
  birthDate: z.optional(civilDate),
});

export const PeopleWithSay = z.array(Person).check(z.maxLength(20));

/** The people of a merchant: personal data, sealed wherever it is kept. */
export const MerchantPeople = z.strictObject({
  representative: People.shape.representative,
  people: z._default(PeopleWithSay, []),
  personInCharge: People.shape.contact,
});
export type MerchantPeople = z.infer<typeof MerchantPeople>;
