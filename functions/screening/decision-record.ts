import * as z from 'zod/mini';
import { annualSales, BureauReportSchema, civilDate, yenAmount } from './bureau-report.ts';
import { MatchRecordSchema } from './match-record.ts';

/**
 * What the application says that bears on credit; `appliedOn` is the business date from which every period is counted.
 */
export const ApplicationFactsSchema = z.object({
  appliedOn: civilDate,
  requestedCreditLimit: z.optional(yenAmount),
  establishedOn: z.optional(civilDate),
  annualSales: z.optional(annualSales),
  industry: z.optional(z.string()),
});

/** The facts of an application. */
export type ApplicationFacts = z.infer<typeof ApplicationFactsSchema>;

/**
 * Why a decision is what it is. The three about lists must never reach the company or the merchant (tipping-off,
 * JAPAN-RULES 2.2), and the one about the company's total would tell a merchant of its other suppliers.
 */
export const reasonCodes = [
  'score_sufficient',
  'limit_reduced_to_capacity',
  'sanctions_list_match',
  'antisocial_list_match',
  'possible_list_match',
  'company_not_found',
  'bankruptcy_on_record',
  'recent_default',
  'past_default',
  'recent_lawsuit',
  'repeated_late_payments',
  'capacity_below_minimum',
  'company_total_exceeded',
  'score_borderline',
  'score_insufficient',
] as const;

/** One coded reason. */
export type ReasonCode = (typeof reasonCodes)[number];

const secret: readonly ReasonCode[] = [
  'sanctions_list_match',
  'antisocial_list_match',
  'possible_list_match',
  'company_total_exceeded',
];

/** Whether a reason may be shown to somebody who is not an examiner. */
export const isDisclosable = (reason: ReasonCode): boolean => !secret.includes(reason);

const outcome = z.enum(['approve', 'review', 'reject']);

const TraceEntrySchema = z.object({
  rule: z.string(),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** What the rule added to the score. */
  points: z.int(),
  /** The best outcome that the rule still allows. */
  effect: outcome,
  result: z.union([z.string(), z.number()]),
});

/** One rule as it was applied. */
export type TraceEntry = z.infer<typeof TraceEntrySchema>;

/** The schema of a decision. */
export const CreditDecisionSchema = z.object({
  outcome,
  creditLimit: z.optional(yenAmount),
  reasons: z.array(z.enum(reasonCodes)),
  score: z.int(),
  trace: z.array(TraceEntrySchema),
});

/** A decision and how it came about; `creditLimit` is there when the outcome is approve. */
export type CreditDecision = z.infer<typeof CreditDecisionSchema>;

/** A decision with everything it was made from, so that it can be made again years later (CAPABILITIES D10). */
export const DecisionRecordSchema = z.object({
  policyVersion: z.string(),
  inputs: z.object({
    application: ApplicationFactsSchema,
    bureauReport: BureauReportSchema,
    match: MatchRecordSchema,
    /** The limits that the company has at other merchants. */
    otherLimits: z.optional(yenAmount),
  }),
  decision: CreditDecisionSchema,
});

/** A stored decision. */
export type DecisionRecord = z.infer<typeof DecisionRecordSchema>;

/** What a decision is made from. */
export type DecisionInputs = DecisionRecord['inputs'];
