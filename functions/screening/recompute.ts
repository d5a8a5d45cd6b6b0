import { creditPolicy202601 } from './credit-policy-2026-01.ts';
import { creditPolicy202602 } from './credit-policy-2026-02.ts';
import { decide } from './decide.ts';
import type { CreditDecision, DecisionInputs, DecisionRecord } from './decision-record.ts';
import type { CreditPolicy } from './policy.ts';

/** Every policy there ever was, the latest last; none is removed while a decision under it is kept. */
export const creditPolicies: readonly [CreditPolicy, ...CreditPolicy[]] = [creditPolicy202601, creditPolicy202602];

/**
 * The policy that governs applications of a business date; before the first one took effect (a clock set back), the
 * first.
 */
export const policyInForce = (on: string): CreditPolicy =>
  creditPolicies.findLast(({ effectiveFrom }) => effectiveFrom <= on) ?? creditPolicies[0];

export const creditPolicyOf = (wanted: string): CreditPolicy | undefined =>
  creditPolicies.find(({ version }) => version === wanted);

/** Decides under a policy and keeps what the decision was made from. */
export const recordDecision = (inputs: DecisionInputs, policy: CreditPolicy): DecisionRecord => ({
  policyVersion: policy.version,
  inputs,
  decision: decide(inputs, policy),
});

/**
 * Makes a stored decision again from its stored inputs, under the policy of its time; it must come out the same
 * (CAPABILITIES D10).
 */
export function recompute({ policyVersion, inputs }: Omit<DecisionRecord, 'decision'>): CreditDecision {
  const policy = creditPolicyOf(policyVersion);
  if (policy === undefined) throw new Error(`no credit policy has the version ${policyVersion}`);
  return decide(inputs, policy);
}
