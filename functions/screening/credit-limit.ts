import { type Yen, yen } from '../shared/money.ts';
import type { DecisionInputs, ReasonCode, TraceEntry } from './decision-record.ts';
import type { CreditPolicy } from './policy.ts';

/** A limit, or the reason why none can be given, and the line of the trace. */
export interface LimitFinding {
  readonly creditLimit?: Yen;
  readonly reason?: ReasonCode;
  readonly entry: TraceEntry;
}

/**
 * What the company's size bears, or null when the bureau does not confirm its sales: nobody's own figure raises or
 * lowers a limit.
 */
function capacityOf({ bureauReport }: DecisionInputs, policy: CreditPolicy, score: number): number | null {
  const { found, annualSales } = bureauReport;
  if (!found || annualSales === undefined) return null;
  const percent = policy.capacity.find(({ atLeast }) => score >= atLeast)?.percentOfAnnualSales ?? 0;
  // Sales can be so large that the product leaves the whole numbers of a double.
  const share = Number((BigInt(annualSales) * BigInt(percent)) / 100n);
  const capacity = Math.min(policy.limit.maximum, share);
  return Math.floor(capacity / policy.limit.step) * policy.limit.step;
}

/**
 * The limit that a company gets when it is approved: what it asked for (or the default), within the policy's bounds and
 * its capacity.
 */
export function limitFor(inputs: DecisionInputs, policy: CreditPolicy, score: number): LimitFinding {
  const { minimum, maximum, whenNotRequested } = policy.limit;
  const requested = inputs.application.requestedCreditLimit ?? null;
  const wanted = Math.min(maximum, Math.max(minimum, requested ?? whenNotRequested));
  const capacity = capacityOf(inputs, policy, score);
  const facts = { requested, wanted, confirmedAnnualSales: inputs.bureauReport.annualSales ?? null, capacity, score };
  const entry = { rule: 'credit_limit', inputs: facts, points: 0 };
  if (capacity !== null && capacity < minimum) {
    return {
      reason: 'capacity_below_minimum',
      entry: { ...entry, effect: 'review', result: 'capacity_below_minimum' },
    };
  }
  const creditLimit = yen(Math.min(wanted, capacity ?? wanted));
  const found: LimitFinding = { creditLimit, entry: { ...entry, effect: 'approve', result: creditLimit } };
  return creditLimit < wanted ? { ...found, reason: 'limit_reduced_to_capacity' } : found;
}
