import * as z from 'zod/mini';
import { buyerStates, creditLimitMax, creditLimitMin } from '../buyers/buyer.ts';
import { ExaminationSummary } from '../screening/examination.contract.ts';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { LimitChange, limitChangeStates } from './limit-change.ts';
import { Hold, storedFacilityStates, suspensionReasons } from './stored-facility.ts';

/** Kept with what was done; the merchant does not see it. */
const note = line(1000);

export const SuspendBuyer = z.strictObject({ reason: z.enum(suspensionReasons), note: z.optional(note) });
export type SuspendBuyer = z.infer<typeof SuspendBuyer>;

const ReinstateBuyer = z.strictObject({ note });

export const ProposeLimitChange = z.strictObject({
  creditLimit: z.int().check(z.minimum(creditLimitMin), z.maximum(creditLimitMax)),
  reason: line(1000),
});
export type ProposeLimitChange = z.infer<typeof ProposeLimitChange>;

export const DecideLimitChange = z.strictObject({ outcome: z.enum(['approve', 'reject']), reason: line(1000) });
export type DecideLimitChange = z.infer<typeof DecideLimitChange>;

export const CreditRelationResource = z.object({
  merchantId: z.string(),
  buyerId: z.string(),
  companyName: z.string(),
  state: z.enum(buyerStates),
  stateReason: z.nullable(z.string()),
  facility: z.object({
    id: z.string(),
    examinationId: z.string(),
    limit: z.int(),
    startsOn: z.string(),
    endsOn: z.string(),
    state: z.enum(storedFacilityStates),
    stateReason: z.nullable(z.string()),
    /** What keeps it from being used. */
    holds: z.array(Hold),
    version: z.int(),
  }),
});
export type CreditRelationResource = z.infer<typeof CreditRelationResource>;

export const LimitChangeResource = z.object({
  id: z.string(),
  state: z.enum(limitChangeStates),
  stateReason: z.nullable(z.string()),
  nextActions: z.array(z.enum(['decide'])),
  ...z.omit(LimitChange, { limitChangeId: true, state: true, decision: true }).shape,
  decision: z.nullable(z.object({ reason: z.string(), by: z.string(), at: z.string() })),
});
export type LimitChangeResource = z.infer<typeof LimitChangeResource>;

const tag = 'Credit';
const params = z.object({ buyerId: z.string().check(z.maxLength(64)) });
const changeParams = z.object({ limitChangeId: z.string().check(z.maxLength(64)) });
const relation = { description: 'The relation with its credit facility.', schema: CreditRelationResource };

export const suspendBuyer = contract({
  operation: 'suspendBuyer',
  method: 'POST',
  path: '/v1/buyers/{buyerId}/suspensions',
  tag,
  summary: 'Stops a buyer from ordering on credit; what it has ordered goes on',
  audience: 'operator',
  params,
  body: SuspendBuyer,
  once: true,
  answers: { 200: relation },
  refusals: ['BuyerNotFound', 'BuyerStateConflict', 'FacilityNotOpen', 'TooBusy'],
});

export const reinstateBuyer = contract({
  operation: 'reinstateBuyer',
  method: 'POST',
  path: '/v1/buyers/{buyerId}/reinstatements',
  tag,
  summary: 'Lets a suspended buyer order again; after a certain hit on a list, by a second person',
  audience: 'operator',
  params,
  body: ReinstateBuyer,
  once: true,
  answers: { 200: relation },
  refusals: [
    'BuyerNotFound',
    'BuyerStateConflict',
    'FacilityNotOpen',
    'FacilityNotSuspended',
    'ListHitUndecided',
    'SecondPersonRequired',
    'TooBusy',
  ],
});

export const proposeLimitChange = contract({
  operation: 'proposeLimitChange',
  method: 'POST',
  path: '/v1/buyers/{buyerId}/limit-changes',
  tag,
  summary: 'Proposes another credit limit for a buyer, which another operator decides',
  audience: 'operator',
  params,
  body: ProposeLimitChange,
  once: true,
  answers: { 201: { description: 'The limit change waits for a decision.', schema: LimitChangeResource } },
  refusals: [
    'BuyerNotFound',
    'BuyerStateConflict',
    'FacilityNotOpen',
    'LimitUnchanged',
    'CompanyTotalExceeded',
    'TooBusy',
  ],
});

export const decideLimitChange = contract({
  operation: 'decideLimitChange',
  method: 'POST',
  path: '/v1/limit-changes/{limitChangeId}/decision',
  tag,
  summary: "Decides another operator's limit change",
  audience: 'operator',
  params: changeParams,
  body: DecideLimitChange,
  once: true,
  answers: { 200: { description: 'The limit change is decided.', schema: LimitChangeResource } },
  refusals: [
    'LimitChangeNotFound',
    'LimitChangeAlreadyDecided',
    'LimitChangeOutdated',
    'SecondPersonRequired',
    'BuyerStateConflict',
    'FacilityNotOpen',
    'LimitUnchanged',
    'CompanyTotalExceeded',
    'TooBusy',
  ],
});

export const requestRenewal = contract({
  operation: 'requestRenewal',
  method: 'POST',
  path: '/v1/buyers/{buyerId}/credit/renewals',
  tag,
  summary: 'Examines a buyer for another twelve months of credit, before the facility ends or after',
  audience: 'operator',
  params,
  body: z.strictObject({}),
  once: true,
  answers: { 201: { description: 'The renewal is being examined.', schema: ExaminationSummary } },
  refusals: ['BuyerNotFound', 'FacilityNotOpen', 'RenewalInProgress', 'TooBusy'],
});

export const creditContracts = [requestRenewal, suspendBuyer, reinstateBuyer, proposeLimitChange, decideLimitChange];
