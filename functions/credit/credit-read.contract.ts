import * as z from 'zod/mini';
import { facilityStates } from '../buyers/buyer.contract.ts';
import { buyerStates } from '../buyers/buyer.ts';
import { ExaminationSummary } from '../screening/examination.contract.ts';
import { contract } from '../shared/contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { CreditRelationResource, LimitChangeResource } from './credit.contract.ts';
import { CreditChange } from './credit-history.ts';
import { limitChangeStates } from './limit-change.ts';

const amounts = { limit: z.int(), held: z.int(), receivable: z.int(), available: z.int() };

const Company = z.object({
  id: z.string(),
  name: z.string(),
  corporateNumber: z.nullable(z.string()),
  relations: z.array(
    z.object({
      merchantId: z.string(),
      buyerId: z.string(),
      name: z.string(),
      state: z.enum(buyerStates),
      stateReason: z.nullable(z.string()),
      ...amounts,
      facility: z.object({
        state: z.enum(facilityStates),
        startsOn: z.nullable(z.string()),
        endsOn: z.nullable(z.string()),
      }),
    }),
  ),
  totals: z.object(amounts),
  /** What all merchants together may grant it. */
  limitTotalMaximum: z.nullable(z.int()),
});

const tag = 'Credit';
const id = z.string().check(z.maxLength(64));

export const getCreditHistory = contract({
  operation: 'getCreditHistory',
  method: 'GET',
  path: '/v1/buyers/{buyerId}/credit/history',
  tag,
  summary: "Lists the changes of a buyer's credit, newest first",
  audience: 'buyers:read',
  params: z.object({ buyerId: id }),
  query: z.strictObject(pageQuery),
  answers: {
    200: {
      description: 'What was granted, changed, suspended and ended; without the grounds.',
      schema: listOf(z.omit(CreditChange, { by: true, note: true, examinationId: true })),
    },
  },
  refusals: ['BuyerNotFound'],
});

export const getCreditRelation = contract({
  operation: 'getCreditRelation',
  method: 'GET',
  path: '/v1/credit-relations/{buyerId}',
  tag,
  summary: "Reads everything about a buyer's credit: facility, history and examinations",
  audience: 'operator',
  params: z.object({ buyerId: id }),
  answers: {
    200: {
      description: 'The relation, its latest changes and its examinations, newest first.',
      schema: z.extend(CreditRelationResource, {
        history: z.array(CreditChange),
        examinations: z.array(ExaminationSummary),
      }),
    },
  },
  refusals: ['BuyerNotFound', 'FacilityNotOpen'],
});

export const listLimitChanges = contract({
  operation: 'listLimitChanges',
  method: 'GET',
  path: '/v1/limit-changes',
  tag,
  summary: 'Lists limit changes of one state, newest first; without a state, those that wait for a decision',
  audience: 'operator',
  query: z.strictObject({ ...pageQuery, state: z._default(z.enum(limitChangeStates), 'pending') }),
  answers: { 200: { description: 'A page of limit changes.', schema: listOf(LimitChangeResource) } },
});

export const getLimitChange = contract({
  operation: 'getLimitChange',
  method: 'GET',
  path: '/v1/limit-changes/{limitChangeId}',
  tag,
  summary: 'Reads a limit change',
  audience: 'operator',
  params: z.object({ limitChangeId: id }),
  answers: { 200: { description: 'The limit change.', schema: LimitChangeResource } },
  refusals: ['LimitChangeNotFound'],
});

export const getCompany = contract({
  operation: 'getCompany',
  method: 'GET',
  path: '/v1/companies/{companyId}',
  tag,
  summary: 'Reads what a company owes and may owe, merchant by merchant and in all',
  audience: 'operator',
  params: z.object({ companyId: id }),
  answers: { 200: { description: 'The company with its relations.', schema: Company } },
  refusals: ['CompanyNotFound'],
});

export const findCompanies = contract({
  operation: 'findCompanies',
  method: 'GET',
  path: '/v1/companies',
  tag,
  summary: 'Finds the company of a corporate number',
  audience: 'operator',
  query: z.strictObject({ corporateNumber: z.string().check(z.regex(/^\d{13}$/)) }),
  answers: { 200: { description: 'The company, or none.', schema: listOf(Company) } },
});

export const creditReadContracts = [
  getCreditHistory,
  getCreditRelation,
  listLimitChanges,
  getLimitChange,
  getCompany,
  findCompanies,
];
