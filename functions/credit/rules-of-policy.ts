import { type CompleteRules, completeRules } from '../buyers/account-rules.ts';
import { policyInForce } from '../screening/recompute.ts';

/** What the policy of a day asks of the orders under a limit, in yen: the account carries it to the write that takes a hold. */
export function accountRulesOn(day: string, limit: number): CompleteRules {
  const { orders, version: policy } = policyInForce(day);
  if (!orders) return completeRules({ policy });
  const { reviewAbovePercentOfLimit: percent, ...rules } = orders;
  return completeRules({
    policy,
    ...rules,
    ...(percent < 100 ? { reviewAbove: Math.floor((limit * percent) / 100) } : {}),
  });
}
