import * as z from 'zod/mini';
import { type Buyer, peopleOf } from '../buyers/buyer.ts';
import { Company } from '../buyers/company.ts';
import { businessDateOf } from '../shared/clock.ts';
import { BureauReportSchema } from './bureau-report.ts';
import { type CreditDecision, DecisionRecordSchema } from './decision-record.ts';
import { refuseExamination } from './examination.refusals.ts';
import { ExaminedInformation } from './examined-information.item.ts';

export const examinationStates = ['in_progress', 'pending', 'decided'] as const;
export type ExaminationState = (typeof examinationStates)[number];

/** Why a person has to look at it. */
export const reviewReasons = [
  'policy_review',
  'application_invalid',
  'email_registered',
  'bureau_unavailable',
  'bureau_rejected',
  'step_failed',
  'review_overdue',
  /** No reason: the machine begins its wait anew, with a new token. */
  'still_waiting',
  'list_hit_rescreening',
] as const;
export type ReviewReason = (typeof reviewReasons)[number];

const listDecision = z.enum(['clear', 'review', 'block']);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What was decided in the end, and by whom: `policy:<version>` or `operator:<key>`. */
export const Ruling = z.object({
  outcome: z.enum(['approve', 'reject']),
  creditLimit: z.optional(z.int()),
  reason: z.string(),
  decidedBy: z.string(),
  decidedAt: z.string(),
});
export type Ruling = z.infer<typeof Ruling>;

/**
 * An application is examined before there is credit; a renewal before the credit ends; a re-screening opens when a list names a
 * buyer that has credit.
 */
export const examinationKinds = ['application', 'renewal', 'rescreening'] as const;

/**
 * One application as it is examined: a snapshot of what was applied for, what was found out, and what was decided, complete
 * enough to decide it again (CAPABILITIES.md D10). Personal data is sealed.
 */
export const Examination = z.object({
  merchantId: z.string(),
  buyerId: z.string(),
  examinationId: z.string(),
  kind: z._default(z.enum(examinationKinds), 'application'),
  /** The business date from which the decision counts every period. */
  appliedOn: z.string(),
  /** The last day of the facility that a renewal is to follow. */
  renewsUntil: z.optional(z.string()),
  requestedCreditLimit: z.optional(z.int()),
  company: Company,
  people: bytes,
  /** The match record, sealed: its keys are people's names. */
  listMatch: z.optional(bytes),
  listDecision: z.optional(listDecision),
  /** The latest search, where the lists were searched again; the policy decided on the first, which stays as it was. */
  listSearch: z.optional(
    z.object({ match: bytes, decision: listDecision, searchedAt: z.string(), searchedBy: z.string() }),
  ),
  /** Written before the bureau is asked, so that every further try inquires first. */
  inquiry: z.optional(z.object({ inquiryId: z.string(), askedAt: z.string() })),
  bureauReport: z.optional(BureauReportSchema),
  /** What the company had been granted at other merchants when it was scored. */
  otherLimits: z.optional(z.int()),
  policyVersion: z.optional(z.string()),
  proposal: z.optional(DecisionRecordSchema.shape.decision),
  /** The relation whose facility is used again instead of a decision of its own. For operators: merchants never see it. */
  reusedFrom: z.optional(z.object({ merchantId: z.string(), buyerId: z.string() })),
  /** What was asked of the merchant, and what it answered. */
  informationRequests: z.optional(z.array(ExaminedInformation)),
  state: z.enum(examinationStates),
  stateReason: z.nullable(z.string()),
  /** Resolves the waiting step of the state machine; never shown. */
  taskToken: z.optional(z.string()),
  ruling: z.optional(Ruling),
  history: z.array(
    z.object({ state: z.enum(examinationStates), reason: z.nullable(z.string()), by: z.string(), at: z.string() }),
  ),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Examination = z.infer<typeof Examination>;

/** The examination that an application opens. */
export function openExamination(buyer: Buyer & { readonly examinationId: string }): Examination {
  const { merchantId, buyerId, examinationId, company, people, requestedCreditLimit, updatedAt: at } = buyer;
  return {
    merchantId,
    buyerId,
    examinationId,
    kind: 'application',
    appliedOn: businessDateOf(at),
    ...(requestedCreditLimit === undefined ? {} : { requestedCreditLimit }),
    company,
    people,
    state: 'in_progress',
    stateReason: null,
    history: [{ state: 'in_progress', reason: null, by: 'application', at }],
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}

/** The places that an examination's sealed parts are bound to. The people are the buyer's own sealed bytes. */
export const examinedPeople = peopleOf;
export const matchPlace = ({ examinationId }: Pick<Examination, 'examinationId'>) => ({
  examinationId,
  field: 'list-match',
});

export const searchPlace = ({ examinationId }: Pick<Examination, 'examinationId'>) => ({
  examinationId,
  field: 'list-search',
});

/** What the latest search of the lists said; undefined where they have not been searched. */
export const latestListDecision = ({ listDecision: first, listSearch }: Examination): Examination['listDecision'] =>
  listSearch?.decision ?? first;

/** The next version with something found out. */
export const withFinding = (examination: Examination, found: Partial<Examination>, at: string): Examination => ({
  ...examination,
  ...found,
  version: examination.version + 1,
  updatedAt: at,
});

interface Move {
  readonly state: ExaminationState;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** A pending examination may be found pending again (a new token, a hold); a decided one stays as it is. */
const nextStates: Readonly<Record<ExaminationState, readonly ExaminationState[]>> = {
  in_progress: ['pending', 'decided'],
  pending: ['pending', 'decided'],
  decided: [],
};

/** The one way from state to state. */
export function moveExamination(
  examination: Examination,
  { state, reason, by, at }: Move,
  found: Partial<Examination> = {},
): Examination {
  if (!nextStates[examination.state].includes(state)) {
    throw refuseExamination('ExaminationAlreadyDecided', `${examination.examinationId} is decided.`);
  }
  const moved = { state, stateReason: reason, history: [...examination.history, { state, reason, by, at }] };
  return withFinding(examination, { ...found, ...moved }, at);
}

/** The limit that the policy would give, if it came as far as that: granted on approval unless the operator names another. */
export function proposedLimit({ proposal }: Examination): number | undefined {
  return proposal && (proposal.creditLimit ?? limitInTrace(proposal));
}

/** A decision that is not an approval has no limit of its own; the rule that computed one says so in the trace. */
function limitInTrace({ trace }: CreditDecision): number | undefined {
  const result = trace.find(({ rule }) => rule === 'credit_limit')?.result;
  return typeof result === 'number' ? result : undefined;
}
