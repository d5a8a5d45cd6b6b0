import type { CreditAccount } from '../buyers/credit-account.ts';
import { policyInForce } from '../screening/recompute.ts';
import { businessDate, type Clock } from '../shared/clock.ts';
import type { Item } from '../shared/page.ts';
import { accountRulesOn } from './rules-of-policy.ts';

export interface PolicyPorts {
  readonly clock: Clock;
  readonly accounts: {
    /** The version that every account in force is known to have. */
    applied(): Promise<string | undefined>;
    page(after: Item | undefined): Promise<{
      readonly accounts: readonly CreditAccount[];
      readonly last?: Item | undefined;
    }>;
    /** False when limit or rules have changed since they were read. */
    setRules(account: CreditAccount, rules: NonNullable<CreditAccount['rules']>): Promise<boolean>;
    markApplied(version: string): Promise<void>;
  };
}

/**
 * Runs daily: when a version of the credit policy takes effect, the accounts that there are get its rules for orders, page by
 * page; new ones have them from their grant on. What is done is not done again, so a run that was stopped is finished by the
 * next, and once all have the version, nothing is walked over until there is another one. An account that fails holds up no other.
 */
export async function applyPolicy({ clock, accounts }: PolicyPorts): Promise<{ accountsUpdated: number }> {
  const today = businessDate(clock);
  const { version } = policyInForce(today);
  if ((await accounts.applied()) === version) return { accountsUpdated: 0 };
  const failures: unknown[] = [];
  let accountsUpdated = 0;
  let isComplete = true;
  let after: Item | undefined;
  do {
    const page = await accounts.page(after);
    for (const account of page.accounts.filter(({ rules }) => rules?.policy !== version)) {
      const rules = accountRulesOn(today, account.limit);
      const isSet = await accounts.setRules(account, rules).catch((error: unknown) => void failures.push(error));
      accountsUpdated += Number(isSet ?? false);
      isComplete &&= isSet ?? false;
    }
    after = page.last;
  } while (after);
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} accounts failed`);
  if (isComplete) await accounts.markApplied(version);
  return { accountsUpdated };
}
