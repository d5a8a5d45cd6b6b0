import * as z from 'zod/mini';
import { creditLimitMax, creditLimitMin } from '../buyers/buyer.ts';
import { Company, People } from '../buyers/company.ts';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { BureauReportSchema } from './bureau-report.ts';
import { DecisionRecordSchema } from './decision-record.ts';
import { Examination, examinationKinds, examinationStates, Ruling } from './examination.ts';
import { ShownInformation } from './examined-information.ts';
import { MatchRecordSchema } from './match-record.ts';
import { queueOrders } from './read-examinations.ts';

export const DecideExamination = z
  .strictObject({
    outcome: z.enum(['approve', 'reject', 'hold']),
    creditLimit: z.optional(z.int().check(z.minimum(creditLimitMin), z.maximum(creditLimitMax))),
    /** Kept with the decision; the merchant does not see it. */
    reason: line(1000),
  })
  .check(
    z.refine(({ outcome, creditLimit }) => outcome === 'approve' || creditLimit === undefined, {
      error: 'Only an approval has a limit.',
      path: ['creditLimit'],
      params: { code: 'not_for_this_outcome' },
    }),
  );
export type DecideExamination = z.infer<typeof DecideExamination>;

const proposal = DecisionRecordSchema.shape.decision;

/** What the queue shows: enough to choose from, and nobody's personal data. */
export const ExaminationSummary = z.object({
  id: z.string(),
  kind: z.enum(examinationKinds),
  state: z.enum(examinationStates),
  stateReason: z.nullable(z.string()),
  nextActions: z.array(z.enum(['decide', 'request_information'])),
  /** The business date by which it is to be decided; while answers are awaited it moves on. Null when it is decided. */
  decideBy: z.nullable(z.string()),
  isOverdue: z.boolean(),
  merchantId: z.string(),
  buyerId: z.string(),
  companyName: z.string(),
  requestedCreditLimit: z.nullable(z.int()),
  /** Granted on approval unless the decision names another. */
  proposedCreditLimit: z.nullable(z.int()),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ExaminationSummary = z.infer<typeof ExaminationSummary>;

export const ExaminationResource = z.extend(ExaminationSummary, {
  inputs: z.object({
    appliedOn: z.string(),
    requestedCreditLimit: z.nullable(z.int()),
    company: Company,
    ...People.shape,
    bureauReport: z.nullable(BureauReportSchema),
    listMatch: z.nullable(MatchRecordSchema),
    /** What the company had been granted at other merchants. */
    otherLimits: z.nullable(z.int()),
  }),
  /** The latest search of the lists, where they were searched again after the first. */
  listSearch: z.nullable(z.object({ searchedAt: z.string(), searchedBy: z.string(), match: MatchRecordSchema })),
  /** What the latest search has met. */
  listHits: MatchRecordSchema.shape.candidates,
  policyVersion: z.nullable(z.string()),
  proposal: z.nullable(z.object({ outcome: proposal.shape.outcome, reasons: proposal.shape.reasons, score: z.int() })),
  ruleTrace: proposal.shape.trace,
  decision: z.nullable(Ruling),
  /** The relation whose facility is used again, where there was no decision of its own. */
  reusedFrom: z.nullable(z.object({ merchantId: z.string(), buyerId: z.string() })),
  /** What was asked of the merchant, and what it answered. */
  informationRequests: z.array(ShownInformation),
  history: Examination.shape.history,
});
export type ExaminationResource = z.infer<typeof ExaminationResource>;

const tag = 'Examinations';
export const examinationParams = z.object({ examinationId: z.string().check(z.maxLength(64)) });
const one = { description: 'The examination with everything it rests on.', schema: ExaminationResource };

export const listExaminations = contract({
  operation: 'listExaminations',
  method: 'GET',
  path: '/v1/examinations',
  tag,
  summary:
    'Lists examinations, newest first or oldest first: of one buyer, of one state, overdue; else those that wait for a decision',
  audience: 'operator',
  query: z.strictObject({
    ...pageQuery,
    state: z.optional(z.enum(examinationStates)),
    buyerId: z.optional(z.string().check(z.maxLength(64))),
    order: z.optional(z.enum(queueOrders)),
    overdue: z.optional(z.literal('true')),
  }),
  answers: { 200: { description: 'A page of examinations.', schema: listOf(ExaminationSummary) } },
});

export const getExamination = contract({
  operation: 'getExamination',
  method: 'GET',
  path: '/v1/examinations/{examinationId}',
  tag,
  summary: 'Reads an examination: inputs, list hits, rule trace and decision',
  audience: 'operator',
  params: examinationParams,
  answers: { 200: one },
  refusals: ['ExaminationNotFound'],
});

export const decideExamination = contract({
  operation: 'decideExamination',
  method: 'POST',
  path: '/v1/examinations/{examinationId}/decision',
  tag,
  summary: 'Decides an examination that waits for a person, or puts it on hold',
  audience: 'operator',
  params: examinationParams,
  body: DecideExamination,
  once: true,
  answers: { 200: one },
  refusals: [
    'ExaminationNotFound',
    'ExaminationAlreadyDecided',
    'ExaminationInProgress',
    'ExaminationIncomplete',
    'CreditLimitMissing',
    'ListHitNew',
    'ListHitUnexplained',
    'CreditLimitUnexpected',
    'CompanyTotalExceeded',
    'FacilityNotOpen',
    'TooBusy',
  ],
});

export const searchListsAgain = contract({
  operation: 'searchListsAgain',
  method: 'POST',
  path: '/v1/examinations/{examinationId}/list-searches',
  tag,
  summary: 'Searches the lists of today for a buyer whose examination waits',
  audience: 'operator',
  params: examinationParams,
  body: z.strictObject({}),
  once: true,
  answers: { 201: { ...one, description: 'The examination with what the lists of today say.' } },
  refusals: ['ExaminationNotFound', 'ExaminationAlreadyDecided', 'ExaminationInProgress', 'TooBusy'],
});

export const examinationContracts = [listExaminations, getExamination, decideExamination, searchListsAgain];
