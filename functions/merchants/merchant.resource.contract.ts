import * as z from 'zod/mini';
import { MatchRecordSchema } from '../screening/match-record.ts';
import { ApplyAsMerchant } from './application.contract.ts';
import { documentProblems } from './checklist.ts';
import { documentKinds, documentStates } from './document.ts';
import { merchantStates } from './merchant.ts';
import { MerchantHold } from './merchant-hold.ts';
import { methodContractStates, paymentMethods } from './method-contract.ts';
import { merchantActions } from './next-actions.ts';
import { proposalStates, proposedActions } from './proposal.ts';
import { screenedRoles } from './screening-record.ts';

const asked = ApplyAsMerchant.shape;
const text = z.string();
const perhaps = z.nullable(text);

const state = {
  state: z.enum(merchantStates),
  stateReason: perhaps,
};

const reached = {
  name: text,
  nameKana: perhaps,
  contactEmail: text,
  locale: z.enum(['ja', 'en']),
  website: perhaps,
  methods: z.array(z.enum(paymentMethods)),
  invoiceRegistrationNumber: perhaps,
  closingDay: z.enum(['month_end', '20']),
  payout: z.object({ monthsAfter: z.int(), day: z.int() }),
};

const held = { holds: z.array(MerchantHold) };

const times = { version: z.int(), createdAt: text, updatedAt: text };

/** What the list shows: enough to choose from, and nobody's personal data. */
export const MerchantSummary = z.object({
  id: text,
  ...state,
  ...held,
  nextActions: z.array(z.enum(merchantActions)),
  name: text,
  decideBy: perhaps,
  ...times,
});
export type MerchantSummary = z.infer<typeof MerchantSummary>;

const ChecklistEntry = z.object({
  kind: z.enum(documentKinds),
  japanese: text,
  state: z.enum(documentStates),
  problem: z.nullable(z.enum(documentProblems)),
  issuedOn: perhaps,
  expiresOn: perhaps,
  fileName: perhaps,
  sha256: perhaps,
  reference: perhaps,
  note: perhaps,
});

const ProposalResource = z.object({
  id: text,
  action: z.enum(proposedActions),
  state: z.enum(proposalStates),
  reason: text,
  proposedBy: text,
  proposedAt: text,
  decidedBy: perhaps,
  decidedAt: perhaps,
  decisionReason: perhaps,
  usedAt: perhaps,
});

/** Of secret items there is only the name: what is in the secret store comes out of no answer. */
export const MethodContractResource = z.object({
  method: z.enum(paymentMethods),
  state: z.enum(methodContractStates),
  items: z.record(text, text),
  secretItems: z.array(text),
  missingItems: z.array(text),
  requestedAt: text,
  examinedBy: perhaps,
  examinedAt: perhaps,
  activatedBy: perhaps,
  activatedAt: perhaps,
  endedAt: perhaps,
  history: z.array(z.object({ to: z.enum(methodContractStates), by: text, at: text, reason: text })),
});
export type MethodContractResource = z.infer<typeof MethodContractResource>;

/** A merchant as operators see it. */
export const MerchantResource = z.object({
  id: text,
  ...state,
  ...held,
  nextActions: z.array(z.enum(merchantActions)),
  stateHistory: z.array(z.object({ ...state, at: text })),
  ...reached,
  company: z.nullable(asked.company),
  representative: z.nullable(asked.representative),
  people: asked.people,
  personInCharge: z.nullable(asked.personInCharge),
  productPageIsPublic: z.boolean(),
  purposeOfRemittance: perhaps,
  documents: z.array(ChecklistEntry),
  listScreening: z.nullable(
    z.object({
      screeningId: text,
      screenedAt: text,
      listVersion: text,
      decision: MatchRecordSchema.shape.decision,
    }),
  ),
  decideBy: perhaps,
  proposals: z.array(ProposalResource),
  connectionTest: z.nullable(
    z.object({ passedAt: text, buyerId: text, orderId: text, confirmedAt: text, certificate: perhaps }),
  ),
  contracts: z.array(MethodContractResource),
  ...times,
});
export type MerchantResource = z.infer<typeof MerchantResource>;

/** A merchant as it sees itself: nothing of what operators note of it (JAPAN-RULES.md 2.5: no tipping off). */
export const OwnMerchant = z.object({
  id: text,
  ...state,
  ...reached,
  contracts: z.array(z.object({ method: z.enum(paymentMethods), state: z.enum(methodContractStates) })),
  ...times,
});
export type OwnMerchant = z.infer<typeof OwnMerchant>;

/** One search of the lists, with every name that was met. */
export const ScreeningResource = z.object({
  id: text,
  screenedAt: text,
  listVersion: text,
  decision: MatchRecordSchema.shape.decision,
  subjects: z.array(
    z.object({
      subject: z.enum(screenedRoles),
      name: text,
      decision: MatchRecordSchema.shape.decision,
      hits: MatchRecordSchema.shape.candidates,
    }),
  ),
});
export type ScreeningResource = z.infer<typeof ScreeningResource>;
