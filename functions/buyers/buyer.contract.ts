import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { buyerActions, buyerStates, closingDays, creditLimitMax, creditLimitMin } from './buyer.ts';
import { Company, People } from './company.ts';

const reference = line(64);
const creditLimit = z.int().check(z.minimum(creditLimitMin), z.maximum(creditLimitMax));

export const RegisterBuyer = z.strictObject({
  reference,
  company: Company,
  ...People.shape,
  requestedCreditLimit: z.optional(creditLimit),
  closingDay: z._default(z.enum(closingDays), 'month_end'),
  apply: z._default(z.boolean(), false),
});
export type RegisterBuyer = z.infer<typeof RegisterBuyer>;

const BuyerResource = z.object({
  id: z.string(),
  reference: z.string(),
  state: z.enum(buyerStates),
  stateReason: z.nullable(z.string()),
  nextActions: z.array(z.enum(buyerActions)),
  stateHistory: z.array(z.object({ state: z.enum(buyerStates), reason: z.nullable(z.string()), at: z.string() })),
  /** From which business date a rejected buyer may apply again. */
  reapplyOn: z.nullable(z.string()),
  company: Company,
  ...People.shape,
  requestedCreditLimit: z.nullable(z.int()),
  closingDay: z.enum(closingDays),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type BuyerResource = z.infer<typeof BuyerResource>;

export const facilityStates = ['inactive', 'active', 'suspended', 'expired'] as const;

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
const params = z.object({ buyerId: z.string().check(z.maxLength(64)) });
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
    reference: z.optional(reference),
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
  params,
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
  params,
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
  params,
  answers: { 200: { description: 'The credit, all zero before the buyer is approved.', schema: CreditStatus } },
  refusals: ['BuyerNotFound'],
});

export const buyerContracts = [registerBuyer, listBuyers, getBuyer, applyForCredit, getCredit];
