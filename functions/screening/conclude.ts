import assert from 'node:assert/strict';
import { type Buyer, moveTo } from '../buyers/buyer.ts';
import { endOfTwelveMonths, type Facility } from '../buyers/facility.ts';
import { facilityExpired } from '../credit/stored-facility.ts';
import { type Actor, systemActor } from '../shared/actor.ts';
import { businessDateOf, instant, plusDays } from '../shared/clock.ts';
import { yen } from '../shared/money.ts';
import { type CreditDecision, isDisclosable } from './decision-record.ts';
import { moveExamination, type Ruling } from './examination.ts';
import { withoutOpenQuestions } from './examined-information.ts';
import type { CaseInput, CasePorts, ScreeningCase } from './screening-case.ts';

/** The end of a screening: examination and buyer as they are to be, and the credit that an approval grants. */
export interface Conclusion extends ScreeningCase {
  /** The buyer as it was found: the same one, if it does not change. */
  readonly before: Buyer;
  readonly facility?: Facility;
  readonly actor: Actor;
}

/**
 * What a ruling makes of a case. An approval opens twelve months of credit from the day of the decision in Japan. A renewal that
 * is rejected leaves the buyer what it has, until that ends.
 */
export function conclusionOf({ examination, buyer }: ScreeningCase, ruling: Ruling, actor: Actor): Conclusion {
  const { outcome, creditLimit, reason, decidedBy: by, decidedAt: at } = ruling;
  const found = { ruling, ...withoutOpenQuestions(examination, at) };
  const decided = moveExamination(examination, { state: 'decided', reason, by, at }, found);
  const concluded = { examination: decided, before: buyer, buyer, actor };
  const isRenewal = examination.kind === 'renewal';
  if (outcome === 'reject') {
    const rejected = () => moveTo(buyer, 'rejected', at, reasonForMerchant(ruling, examination.proposal));
    return isRenewal ? concluded : { ...concluded, buyer: rejected() };
  }
  assert(creditLimit !== undefined, 'an approval has a limit');
  return {
    ...concluded,
    buyer: isRenewal ? renewed(buyer, at) : moveTo(buyer, 'active', at, reason === facilityReused ? reason : null),
    facility: {
      merchantId: buyer.merchantId,
      buyerId: buyer.buyerId,
      examinationId: examination.examinationId,
      limit: yen(creditLimit),
      ...periodFrom(businessDateOf(at), examination.renewsUntil),
      grantedAt: at,
    },
  };
}

/** The reason of an approval without a second examination: the merchant is told it, and both sides get a mail of their own. */
export const facilityReused = 'facility_reused';

/** Only what ended is begun again: a buyer that somebody stopped stays stopped. */
const renewed = (buyer: Buyer, at: string): Buyer =>
  buyer.state === 'suspended' && buyer.stateReason === facilityExpired ? moveTo(buyer, 'active', at) : buyer;

/** Twelve months from today; a renewal that comes in time adds them to the months that are left. */
function periodFrom(today: string, renewsUntil: string | undefined): Pick<Facility, 'startsOn' | 'endsOn'> {
  const isInTime = renewsUntil !== undefined && renewsUntil >= today;
  return { startsOn: today, endsOn: endOfTwelveMonths(isInTime ? plusDays(renewsUntil, 1) : today) };
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
  await conclusions.record(conclusionOf(found, ruling, systemActor('screening')));
}
