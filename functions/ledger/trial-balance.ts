import { type Account, accounts } from './accounts.ts';
import { addTurnover, addTurnovers, type Turnovers } from './balance.ts';
import type { TrialBalance } from './ledger.contract.ts';
import type { LedgerStore } from './ledger.store.ts';

export interface TrialBalancePorts {
  readonly ledger: Pick<LedgerStore, 'daysUntil'>;
}

/** Every account's turnover until the end of the business date. */
export async function trialBalance({ ledger }: TrialBalancePorts, at: string): Promise<TrialBalance> {
  let turnovers: Turnovers = {};
  for await (const day of ledger.daysUntil(at)) turnovers = addTurnovers(turnovers, day);
  const moved = Object.entries(turnovers).sort(([a], [b]) => (a < b ? -1 : 1)) as [
    Account,
    { debit: number; credit: number },
  ][];
  return {
    at,
    accounts: moved.map(([account, { debit, credit }]) => ({
      account,
      name: accounts[account],
      debit,
      credit,
      balance: debit - credit,
    })),
    totals: moved.map(([, turnover]) => turnover).reduce((sum, one) => addTurnover(sum, one), { debit: 0, credit: 0 }),
  };
}
