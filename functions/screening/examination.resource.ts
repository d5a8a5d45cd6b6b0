import { businessDate, type Clock } from '../shared/clock.ts';
import type { Vault } from '../shared/vault.ts';
import type { ExaminationResource, ExaminationSummary } from './examination.contract.ts';
import { type Examination, matchPlace, proposedLimit, searchPlace } from './examination.ts';
import { openQuestions, shownInformation } from './examined-information.ts';
import { type MatchRecord, MatchRecordSchema } from './match-record.ts';
import { decideByOf, isOverdue } from './review-deadline.ts';
import { openPeople } from './screening-case.ts';

/** An examination in the operators' queue. */
export const examinationSummary = (examination: Examination, today: string): ExaminationSummary => ({
  id: examination.examinationId,
  kind: examination.kind,
  state: examination.state,
  stateReason: examination.stateReason,
  nextActions: nextActions(examination),
  decideBy: decideByOf(examination, today),
  isOverdue: isOverdue(examination, today),
  merchantId: examination.merchantId,
  buyerId: examination.buyerId,
  companyName: examination.company.name,
  requestedCreditLimit: examination.requestedCreditLimit ?? null,
  proposedCreditLimit: proposedLimit(examination) ?? null,
  version: examination.version,
  createdAt: examination.createdAt,
  updatedAt: examination.updatedAt,
});

function nextActions(examination: Examination): ExaminationSummary['nextActions'] {
  if (examination.state !== 'pending') return [];
  const mayAsk = examination.kind === 'application' && !openQuestions(examination);
  return mayAsk ? ['decide', 'request_information'] : ['decide'];
}

/** An examination as an operator reads it, with what is sealed opened. The task token is not in it. */
export async function examinationResource(
  { vault, clock }: { readonly vault: Vault; readonly clock: Clock },
  examination: Examination,
): Promise<ExaminationResource> {
  const { company, appliedOn, requestedCreditLimit, bureauReport, proposal, otherLimits } = examination;
  const people = await openPeople(vault, examination);
  const listMatch = await openMatch(vault, examination);
  const listSearch = await openSearch(vault, examination);
  return {
    ...examinationSummary(examination, businessDate(clock)),
    inputs: {
      appliedOn,
      requestedCreditLimit: requestedCreditLimit ?? null,
      company,
      ...people,
      bureauReport: bureauReport ?? null,
      listMatch,
      otherLimits: otherLimits ?? null,
    },
    listSearch,
    listHits: (listSearch?.match ?? listMatch)?.candidates ?? [],
    policyVersion: examination.policyVersion ?? null,
    proposal: proposal ? { outcome: proposal.outcome, reasons: proposal.reasons, score: proposal.score } : null,
    ruleTrace: proposal?.trace ?? [],
    decision: examination.ruling ?? null,
    reusedFrom: examination.reusedFrom ?? null,
    informationRequests: await shownInformation(vault, examination),
    history: examination.history,
  };
}

async function openMatch(vault: Vault, examination: Examination): Promise<MatchRecord | null> {
  if (!examination.listMatch) return null;
  return MatchRecordSchema.parse(await vault.open(matchPlace(examination), examination.listMatch));
}

async function openSearch(vault: Vault, examination: Examination): Promise<ExaminationResource['listSearch']> {
  if (!examination.listSearch) return null;
  const { match, searchedAt, searchedBy } = examination.listSearch;
  const opened = MatchRecordSchema.parse(await vault.open(searchPlace(examination), match));
  return { searchedAt, searchedBy, match: opened };
}
