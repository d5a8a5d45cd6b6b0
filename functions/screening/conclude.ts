import assert from 'node:assert/strict';
import { type Buyer, moveTo } from '../buyers/buyer.ts';
import { endOfTwelveMonths, type Facility } from '../buyers/facility.ts';
import { businessDateOf, instant } from '../shared/clock.ts';
import { yen } from '../shared/money.ts';
import { type CreditDecision, isDisclosable } from './decision-record.ts';
import { moveExamination, type Ruling } from './examination.ts';
import type { CaseInput, CasePorts, ScreeningCase } from './screening-case.ts';

/** The end of a screening: examination and buyer as they are to be, and the credit that an approval grants. */
export interface Conclusion extends ScreeningCase {
  readonly facility?: Facility;
}

/** What a ruling makes of a case. An approval opens twelve months of credit from the day of the decision in Japan. */
export function conclusionOf({ examination, buyer }: ScreeningCase, ruling: Ruling): Conclusion {
  const { outcome, creditLimit, reason, decidedBy: by, decidedAt: at } = ruling;
  const decided = moveExamination(examination, { state: 'decided', reason, by, at }, { ruling });
  if (outcome === 'reject') {
    return {
      examination: decided,
      buyer: moveTo(buyer, 'rejected', at, reasonForMerchant(ruling, examination.proposal)),
    };
  }
  assert(creditLimit !== undefined, 'an approval has a limit');
  const startsOn = businessDateOf(at);
  const { merchantId, buyerId } = buyer;
  return {
    examination: decided,
    buyer: moveTo(buyer, 'active', at),
    facility: {
      merchantId,
      buyerId,
      examinationId: examination.examinationId,
      limit: yen(creditLimit),
      startsOn,
      endsOn: endOfTwelveMonths(startsOn),
      grantedAt: at,
    },
  };
}

/**
 * The merchant is told a coded reason of a refusal by the policy. An operator's own words stay inside, and so does everything
 * about lists: neither the merchant nor the company may learn of a hit (tipping-off, JAPAN-RULES.md 2.2).
 */
function reasonForMerchant({ decidedBy }: Ruling, proposal: CreditDecision | undefined): Buyer['stateReason'] {
  const isByPolicy = decidedBy.startsWith('policy:');
  const reasons = isByPolicy ? (proposal?.reasons ?? []) : [];
  return reasons.every(isDisclosable) ? (reasons[0] ?? 'screening_declined') : 'screening_declined';
}

export interface ConcludePorts extends CasePorts {
  readonly conclusions: { record(conclusion: Conclusion): Promise<void> };
}

/** RecordDecision: carries out what the policy decided. When an operator has decided, that has been carried out already. */
export async function recordPolicyDecision(
  { cases, conclusions, clock }: ConcludePorts,
  input: CaseInput,
): Promise<void> {
  const found = await cases.load(input);
  const { state, proposal, policyVersion } = found.examination;
  if (state === 'decided') return;
  assert(proposal && proposal.outcome !== 'review', 'only an approval or a rejection is recorded without a person');
  const ruling: Ruling = {
    outcome: proposal.outcome,
    ...(proposal.creditLimit === undefined ? {} : { creditLimit: proposal.creditLimit }),
    reason: proposal.reasons[0] ?? 'score_sufficient',
    decidedBy: `policy:${policyVersion}`,
    decidedAt: instant(clock),
  };
  await conclusions.record(conclusionOf(found, ruling));
}
