import assert from 'node:assert/strict';
import type { CreditDecision, DecisionInputs } from '../screening/decision-record.ts';
import { refuseExamination } from '../screening/examination.refusals.ts';
import type { Examination } from '../screening/examination.ts';
import type { CreditPolicy } from '../screening/policy.ts';
import { creditPolicies, creditPolicyOf, recordDecision } from '../screening/recompute.ts';
import { decisionInputs } from '../screening/score-application.ts';
import { type Answer, answer } from '../shared/answer.ts';
import type { Vault } from '../shared/vault.ts';
import { refuseCredit } from './credit.refusals.ts';
import type { CreditExplanation, SimulateDecision } from './policy.contract.ts';

/** Every credit policy there ever was, the latest first. */
export const listCreditPolicies = (): Answer =>
  answer(200, { items: creditPolicies.map(policyResource).toReversed(), nextCursor: null });

/** One credit policy. */
export const getCreditPolicy = (version: string): Answer => answer(200, policyResource(policyNamed(version)));

const policyResource = ({ orders, company, ...policy }: CreditPolicy) => ({
  ...policy,
  orders: orders ?? null,
  company: company ?? null,
});

function policyNamed(version: string): CreditPolicy {
  const policy = creditPolicyOf(version);
  if (policy) return policy;
  throw refuseCredit('CreditPolicyNotFound', `There is no credit policy ${version}.`);
}

export interface SimulatePorts {
  readonly vault: Vault;
  readonly examination: (examinationId: string) => Promise<Examination>;
}

/**
 * Decides as the screening would, under any policy, and explains it rule by rule; nothing is stored and nobody is told. Of an
 * examination it takes the stored inputs, and shows beside it what was decided on them (CAPABILITIES.md D10, what-if).
 */
export async function simulateDecision(
  ports: SimulatePorts,
  version: string,
  asked: SimulateDecision,
): Promise<Answer> {
  const policy = policyNamed(version);
  const { examinationId, application, bureauReport, match, otherLimits } = asked;
  if (examinationId !== undefined) {
    const examination = await ports.examination(examinationId);
    const simulated = explained(policy, await inputsOf(ports.vault, examination));
    return answer(200, { ...simulated, stored: storedExplanation(examination) });
  }
  assert(application && bureauReport && match, 'the schema asks for the facts where there is no examination');
  const facts = { application, bureauReport, match, ...(otherLimits === undefined ? {} : { otherLimits }) };
  return answer(200, { ...explained(policy, facts), stored: null });
}

function explained(policy: CreditPolicy, inputs: DecisionInputs): CreditExplanation {
  const { policyVersion, decision } = recordDecision(inputs, policy);
  return explanationOf(policyVersion, decision);
}

const explanationOf = (policyVersion: string, decision: CreditDecision): CreditExplanation => ({
  policyVersion,
  outcome: decision.outcome,
  creditLimit: decision.creditLimit ?? null,
  reasons: decision.reasons,
  score: decision.score,
  ruleTrace: decision.trace,
});

const storedExplanation = ({ policyVersion, proposal }: Examination): CreditExplanation | null =>
  policyVersion !== undefined && proposal ? explanationOf(policyVersion, proposal) : null;

async function inputsOf(vault: Vault, examination: Examination): Promise<DecisionInputs> {
  if (examination.bureauReport && examination.listMatch) return decisionInputs(vault, examination);
  const detail = `${examination.examinationId} lacks the bureau's report or the list match.`;
  throw refuseExamination('ExaminationIncomplete', detail);
}
