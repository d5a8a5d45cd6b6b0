import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { line, reference } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { buyerActions, buyerStates, closingDays, creditLimitMax, creditLimitMin, paid } from './buyer.ts';
import { Company, People } from './company.ts';
import { InformationRequest } from './information-request.ts';
import { noTradeReasons } from './trading.ts';

/** `paid` is this platform; the other ways by which the shop lets a buyer pay have the shop's own words. */
const paymentMethods = z.array(line(40)).check(z.maxLength(20));
const creditLimit = z.int().check(z.minimum(creditLimitMin), z.maximum(creditLimitMax));

export const RegisterBuyer = z.strictObject({
  reference: reference(),
  company: Company,
  ...People.shape,
  requestedCreditLimit: z.optional(creditLimit),
  closingDay: z._default(z.enum(closingDays), 'month_end'),
  /** In which language its contact is written to; Japanese when it is left out. */
  locale: z.optional(z.enum(['ja', 'en'])),
  paymentMethods: z._default(paymentMethods, () => [paid]),
  apply: z._default(z.boolean(), false),
});
export type RegisterBuyer = z.infer<typeof RegisterBuyer>;

/** What may be corrected; what is left out stays as it is. */
export const ChangeBuyer = z
  .strictObject({
    company: z.optional(Company),
    representative: z.optional(People.shape.representative),
    contact: z.optional(People.shape.contact),
    requestedCreditLimit: z.optional(creditLimit),
    closingDay: z.optional(z.enum(closingDays)),
    locale: z.optional(z.enum(['ja', 'en'])),
    paymentMethods: z.optional(paymentMethods),
  })
  .check(z.refine((change) => Object.keys(change).length > 0, { error: 'Name at least one thing to change.' }));
export type ChangeBuyer = z.infer<typeof ChangeBuyer>;

const CloseBuyer = z.strictObject({
  reason: z._default(z.enum(['buyer_left', 'merchant_left', 'duplicate', 'other']), 'other'),
});
export type CloseBuyer = z.infer<typeof CloseBuyer>;

const Text = z.object({ ja: z.string(), en: z.string() });

const PaymentMethods = z.object({
  amount: z.int(),
  methods: z.array(
    z.object({
      method: z.string(),
      /** Show it at this checkout. */
      offered: z.boolean(),
      /** For the merchant's staff, never for the buyer. */
      reason: z.nullable(z.enum(noTradeReasons)),
      reasonText: z.nullable(Text),
    }),
  ),
});
export type PaymentMethods = z.infer<typeof PaymentMethods>;

export const BuyerResource = z.object({
  id: z.string(),
  reference: z.string(),
  state: z.enum(buyerStates),
  stateReason: z.nullable(z.string()),
  nextActions: z.array(z.enum(buyerActions)),
  stateHistory: z.array(z.object({ state: z.enum(buyerStates), reason: z.nullable(z.string()), at: z.string() })),
  /** From which business date a rejected buyer may apply again. */
  reapplyOn: z.nullable(z.string()),
  /** By which business date an application under review is to be decided; it moves on while answers are awaited. */
  decideBy: z.nullable(z.string()),
  /** The calendar of business days by which `decideBy` was computed. */
  calendarVersion: z.nullable(z.string()),
  /** What has to be answered before the review goes on. */
  informationRequest: z.nullable(InformationRequest),
  company: Company,
  ...People.shape,
  requestedCreditLimit: z.nullable(z.int()),
  closingDay: z.enum(closingDays),
  locale: z.enum(['ja', 'en']),
  paymentMethods: z.array(z.string()),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type BuyerResource = z.infer<typeof BuyerResource>;

export const facilityStates = ['inactive', 'active', 'suspended', 'expired', 'revoked'] as const;

const CreditStatus = z.object({
  limit: z.int(),
  /** Authorized and not yet confirmed. */
  held: z.int(),
  /** Confirmed and not yet paid. */
  receivable: z.int(),
  available: z.int(),
  facility: z.object({
    state: z.enum(facilityStates),
    startsOn: z.nullable(z.string()),
    endsOn: z.nullable(z.string()),
  }),
});
export type CreditStatus = z.infer<typeof CreditStatus>;

const tag = 'Buyers';
export const buyerParams = z.object({ buyerId: z.string().check(z.maxLength(64)) });
const one = { description: 'The buyer.', schema: BuyerResource };

export const registerBuyer = contract({
  operation: 'registerBuyer',
  method: 'POST',
  path: '/v1/buyers',
  tag,
  summary: 'Registers a buyer, and applies for credit at once if asked to',
  audience: 'buyers:write',
  body: RegisterBuyer,
  once: true,
  answers: { 201: { description: 'The buyer is awaiting its application, or under review.', schema: BuyerResource } },
  refusals: ['ReferenceAlreadyUsed', 'BuyerEmailAlreadyRegistered'],
});

export const listBuyers = contract({
  operation: 'listBuyers',
  method: 'GET',
  path: '/v1/buyers',
  tag,
  summary: 'Lists buyers, newest first',
  audience: 'buyers:read',
  query: z.strictObject({
    ...pageQuery,
    state: z.optional(z.enum(buyerStates)),
    reference: z.optional(reference()),
  }),
  answers: { 200: { description: 'A page of buyers.', schema: listOf(BuyerResource) } },
});

export const getBuyer = contract({
  operation: 'getBuyer',
  method: 'GET',
  path: '/v1/buyers/{buyerId}',
  tag,
  summary: 'Reads a buyer',
  audience: 'buyers:read',
  params: buyerParams,
  answers: { 200: one },
  refusals: ['BuyerNotFound'],
});

export const applyForCredit = contract({
  operation: 'applyForCredit',
  method: 'POST',
  path: '/v1/buyers/{buyerId}/applications',
  tag,
  summary: 'Applies for credit: starts the screening of the buyer',
  audience: 'buyers:write',
  params: buyerParams,
  body: z.strictObject({}),
  once: true,
  answers: { 201: { description: 'The buyer is under review.', schema: BuyerResource } },
  refusals: ['BuyerNotFound', 'BuyerStateConflict', 'ReapplicationTooEarly', 'BuyerEmailAlreadyRegistered'],
});

export const getCredit = contract({
  operation: 'getCredit',
  method: 'GET',
  path: '/v1/buyers/{buyerId}/credit',
  tag,
  summary: "Reads a buyer's credit: the limit and what is left of it",
  audience: 'buyers:read',
  params: buyerParams,
  answers: { 200: { description: 'The credit, all zero before the buyer is approved.', schema: CreditStatus } },
  refusals: ['BuyerNotFound'],
});

export const changeBuyer = contract({
  operation: 'changeBuyer',
  method: 'PATCH',
  path: '/v1/buyers/{buyerId}',
  tag,
  summary: 'Corrects what is known of a buyer; who the company is stays fixed once it has been examined',
  audience: 'buyers:write',
  params: buyerParams,
  body: ChangeBuyer,
  ifMatch: true,
  answers: { 200: one },
  refusals: ['BuyerNotFound', 'BuyerStateConflict', 'CompanyIdentityFixed', 'BuyerEmailAlreadyRegistered', 'TooBusy'],
});

export const closeBuyer = contract({
  operation: 'closeBuyer',
  method: 'POST',
  path: '/v1/buyers/{buyerId}/closures',
  tag,
  summary: 'Ends the relation with a buyer that has no open orders and owes nothing',
  audience: 'buyers:write',
  params: buyerParams,
  body: CloseBuyer,
  once: true,
  answers: { 201: { description: 'The buyer is closed.', schema: BuyerResource } },
  refusals: ['BuyerNotFound', 'BuyerStateConflict', 'BuyerHasOpenBusiness'],
});

/** Yen of the cart; without it the question is whether the buyer may order anything at all. */
const amount = z._default(
  z.pipe(z.string().check(z.regex(/^\d{1,10}$/)), z.pipe(z.transform(Number), z.int().check(z.minimum(1)))),
  1,
);

export const getPaymentMethods = contract({
  operation: 'getPaymentMethods',
  method: 'GET',
  path: '/v1/buyers/{buyerId}/payment-methods',
  tag,
  summary: 'Says whether a checkout over `amount` yen may offer payment on credit to the buyer',
  audience: 'buyers:read',
  params: buyerParams,
  query: z.strictObject({ amount }),
  answers: { 200: { description: 'The methods, offered or not.', schema: PaymentMethods } },
  refusals: ['BuyerNotFound'],
});

export const buyerContracts = [
  registerBuyer,
  listBuyers,
  getBuyer,
  changeBuyer,
  applyForCredit,
  closeBuyer,
  getCredit,
  getPaymentMethods,
];
