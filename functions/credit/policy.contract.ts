import * as z from 'zod/mini';
import { annualSales, BureauReportSchema, civilDate, yenAmount } from '../screening/bureau-report.ts';
import { ApplicationFactsSchema, DecisionRecordSchema } from '../screening/decision-record.ts';
import { MatchRecordSchema } from '../screening/match-record.ts';
import { contract } from '../shared/contract.ts';
import { listOf } from '../shared/list.contract.ts';

const { decision } = DecisionRecordSchema.shape;
const effect = decision.shape.outcome;

const CreditExplanation = z.object({
  policyVersion: z.string(),
  outcome: effect,
  creditLimit: z.nullable(z.int()),
  reasons: decision.shape.reasons,
  score: z.int(),
  ruleTrace: decision.shape.trace,
});
export type CreditExplanation = z.infer<typeof CreditExplanation>;

const points = z.array(z.object({ atLeast: z.int(), points: z.int() }));

const PolicyResource = z.object({
  version: z.string(),
  effectiveFrom: z.string(),
  limit: z.object({ minimum: z.int(), maximum: z.int(), whenNotRequested: z.int(), step: z.int() }),
  threshold: z.object({ approve: z.int(), review: z.int() }),
  listMatch: z.object({ clear: effect, review: effect, block: effect }),
  notFound: z.enum(['review', 'reject']),
  incidents: z.array(
    z.object({
      rule: z.string(),
      incident: z.string(),
      atLeast: z.int(),
      withinMonths: z.int(),
      effect: z.enum(['review', 'reject']),
      reason: z.string(),
    }),
  ),
  card: z.array(z.object({ rule: z.string(), fact: z.string(), bands: points, unknown: z.int() })),
  elevatedRiskIndustries: z.array(z.string()),
  capacity: z.array(z.object({ atLeast: z.int(), percentOfAnnualSales: z.int() })),
  orders: z.nullable(
    z.object({
      counts: z.enum(['holds_and_invoices', 'invoices_only']),
      reviewAbovePercentOfLimit: z.int(),
      ordersPerDayMax: z.int(),
      amountPerDayMax: z.int(),
      bureauCheckAbove: z.int(),
    }),
  ),
  company: z.nullable(z.object({ limitTotalMaximum: z.int() })),
});

const application = z.strictObject({
  appliedOn: civilDate,
  requestedCreditLimit: ApplicationFactsSchema.shape.requestedCreditLimit,
  establishedOn: z.optional(civilDate),
  annualSales: z.optional(annualSales),
  industry: z.optional(z.string().check(z.maxLength(64))),
});

const bureauReport = z.strictObject({
  ...BureauReportSchema.shape,
  incidents: z.array(z.strictObject(BureauReportSchema.shape.incidents.def.element.shape)).check(z.maxLength(100)),
});

const match = z.strictObject({
  ...MatchRecordSchema.shape,
  queryKeys: z.array(z.strictObject(MatchRecordSchema.shape.queryKeys.def.element.shape)),
  candidates: z.array(z.strictObject(MatchRecordSchema.shape.candidates.def.element.shape)),
});

const fact = { error: 'This field is required, unless an examination is named.', params: { code: 'required' } };

/** An examination, or facts as one shows them under `inputs`. A member that nobody knows is refused. */
const SimulateDecision = z
  .strictObject({
    examinationId: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
    application: z.optional(application),
    bureauReport: z.optional(bureauReport),
    match: z.optional(match),
    otherLimits: z.optional(yenAmount),
  })
  .check(
    z.refine((asked) => asked.examinationId !== undefined || asked.application !== undefined, {
      path: ['application'],
      ...fact,
    }),
    z.refine((asked) => asked.examinationId !== undefined || asked.bureauReport !== undefined, {
      path: ['bureauReport'],
      ...fact,
    }),
    z.refine((asked) => asked.examinationId !== undefined || asked.match !== undefined, { path: ['match'], ...fact }),
    z.refine((asked) => asked.examinationId === undefined || Object.keys(asked).length === 1, {
      error: 'An examination brings its own facts.',
      path: ['examinationId'],
      params: { code: 'not_with_facts' },
    }),
  );
export type SimulateDecision = z.infer<typeof SimulateDecision>;

const tag = 'Credit';

const version = z.string().check(z.regex(/^[a-z0-9-]{1,64}$/));

export const listCreditPolicies = contract({
  operation: 'listCreditPolicies',
  method: 'GET',
  path: '/v1/credit-policies',
  tag,
  summary: 'Lists every version of the credit policy, the latest first',
  audience: 'operator',
  answers: { 200: { description: 'All versions.', schema: listOf(PolicyResource) } },
});

export const getCreditPolicy = contract({
  operation: 'getCreditPolicy',
  method: 'GET',
  path: '/v1/credit-policies/{policy}',
  tag,
  summary: 'Reads a version of the credit policy',
  audience: 'operator',
  params: z.object({ policy: z.string().check(z.maxLength(64)) }),
  shown: { path: '/v1/credit-policies/{version}', params: z.object({ version }) },
  answers: { 200: { description: 'The policy.', schema: PolicyResource } },
  refusals: ['CreditPolicyNotFound'],
});

const simulated = /^([a-z0-9-]{1,64}):simulate$/;

export const simulateDecision = contract({
  operation: 'simulateDecision',
  method: 'POST',
  path: '/v1/credit-policies/{policy}',
  tag,
  summary: 'Decides by a version of the credit policy and explains, without effect',
  audience: 'operator',
  params: z.object({
    policy: z.string().check(
      z.regex(simulated),
      z.overwrite((text) => text.replace(simulated, '$1')),
    ),
  }),
  shown: {
    path: '/v1/credit-policies/{version}:simulate',
    params: z.object({ version }),
  },
  body: SimulateDecision,
  answers: {
    200: {
      description: 'What the policy decides, rule by rule, and beside it what was decided on an examination.',
      schema: z.extend(CreditExplanation, { stored: z.nullable(CreditExplanation) }),
    },
  },
  refusals: ['CreditPolicyNotFound', 'ExaminationNotFound', 'ExaminationIncomplete'],
});

export const policyContracts = [listCreditPolicies, getCreditPolicy, simulateDecision];
