import * as z from 'zod/mini';
import { Company } from '../buyers/company.ts';
import { email, kana, line, nameLine } from '../shared/japanese.contract.ts';
import { MerchantPeople, PeopleWithSay } from './merchant-people.ts';
import { paymentMethods } from './method-contract.ts';

const webPage = z.string().check(
  z.maxLength(500),
  z.refine((text) => /^https:\/\/[^\s/]+\.[^\s/]+/.test(text), {
    error: 'Must be the address of a page, https://…',
    params: { code: 'invalid_url' },
  }),
);

const methods = z.array(z.enum(paymentMethods)).check(
  z.minLength(1),
  z.maxLength(paymentMethods.length),
  z.refine((values) => new Set(values).size === values.length, {
    error: 'Must name each once.',
    params: { code: 'duplicate' },
  }),
);

const registrationNumber = z.string().check(
  z.refine((text) => /^T\d{13}$/.test(text), {
    error: 'Must be T and thirteen digits.',
    params: { code: 'invalid_registration_number' },
  }),
);

const locale = z.enum(['ja', 'en']);
const closingDay = z.enum(['month_end', '20']);
const payout = z.strictObject({
  monthsAfter: z.int().check(z.minimum(0), z.maximum(3)),
  day: z.int().check(z.minimum(1), z.maximum(28)),
});

/** What a merchant is asked for when it applies; what stands here without a default is asked of everybody. */
const asked = {
  name: nameLine(100),
  nameKana: kana(100),
  company: Company,
  representative: MerchantPeople.shape.representative,
  personInCharge: MerchantPeople.shape.personInCharge,
  contactEmail: email,
  website: z.optional(webPage),
  purposeOfRemittance: z.optional(line(500)),
  invoiceRegistrationNumber: z.optional(registrationNumber),
};

export const ApplyAsMerchant = z.strictObject({
  ...asked,
  people: MerchantPeople.shape.people,
  locale: z._default(locale, 'ja'),
  productPageIsPublic: z._default(z.boolean(), false),
  methods: z._default(methods, ['paid']),
  closingDay: z._default(closingDay, 'month_end'),
  payout: z._default(payout, { monthsAfter: 2, day: 5 }),
});
export type ApplyAsMerchant = z.infer<typeof ApplyAsMerchant>;

/** A change names what it changes, so nothing here has a default. */
export const ChangeMerchant = z.partial(
  z.strictObject({
    ...asked,
    people: PeopleWithSay,
    locale,
    productPageIsPublic: z.boolean(),
    methods,
    closingDay,
    payout,
  }),
);
export type ChangeMerchant = z.infer<typeof ChangeMerchant>;
