import assert from 'node:assert/strict';
import type { Buyer } from '../buyers/buyer.ts';
import { instant } from '../shared/clock.ts';
import { yen } from '../shared/money.ts';
import type { Vault } from '../shared/vault.ts';
import type { CreditDecision, DecisionInputs } from './decision-record.ts';
import { type Examination, matchPlace, withFinding } from './examination.ts';
import { MatchRecordSchema } from './match-record.ts';
import { policyInForce, recordDecision } from './recompute.ts';
import type { CaseInput, CasePorts } from './screening-case.ts';

export interface ScorePorts extends CasePorts {
  /** What the buyer's company has been granted at other merchants today. */
  readonly exposures: { otherLimits(buyer: Buyer): Promise<number> };
}

/** ScoreApplication: decides by the policy of the day of application, from what the steps before have written down. */
export async function scoreApplication(
  { cases, vault, clock, exposures }: ScorePorts,
  input: CaseInput,
): Promise<{ outcome: CreditDecision['outcome'] | 'decided' }> {
  const { examination, buyer } = await cases.load(input);
  if (examination.state === 'decided') return { outcome: 'decided' };
  if (examination.proposal) return { outcome: examination.proposal.outcome };
  const otherLimits = await exposures.otherLimits(buyer);
  const inputs = await decisionInputs(vault, { ...examination, otherLimits });
  const { policyVersion, decision } = recordDecision(inputs, policyInForce(examination.appliedOn));
  await cases.saveExamination(
    withFinding(examination, { otherLimits, policyVersion, proposal: decision }, instant(clock)),
  );
  return { outcome: decision.outcome };
}

/** What a decision is made from, as the examination keeps it: the same years later. */
export async function decisionInputs(vault: Vault, examination: Examination): Promise<DecisionInputs> {
  const { appliedOn, requestedCreditLimit, company, bureauReport, listMatch, otherLimits } = examination;
  assert(bureauReport && listMatch, 'the lists and the bureau come before the score');
  const { establishedOn, annualSales, industry } = company;
  return {
    application: {
      appliedOn,
      ...(requestedCreditLimit === undefined ? {} : { requestedCreditLimit: yen(requestedCreditLimit) }),
      ...(establishedOn === undefined ? {} : { establishedOn }),
      ...(annualSales === undefined ? {} : { annualSales }),
      ...(industry === undefined ? {} : { industry }),
    },
    bureauReport,
    match: MatchRecordSchema.parse(await vault.open(matchPlace(examination), listMatch)),
    ...(otherLimits === undefined ? {} : { otherLimits: yen(otherLimits) }),
  };
}
