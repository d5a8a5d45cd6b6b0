import type { Account } from './accounts.ts';
import type { JournalItem } from './journal.item.ts';

/** Debits and credits that came together, both counted up: what is left of them is their difference. */
export interface Turnover {
  readonly debit: number;
  readonly credit: number;
}

/** Turnover by account. */
export type Turnovers = Readonly<Partial<Record<Account, Turnover>>>;

/**
 * A derived balance adds up lines. There is one of each business date, with all accounts in it, so that whoever reads it sees
 * whole journals only and its debits equal its credits at every moment; and one per merchant and per buyer, likewise.
 */
export type BalanceName = `DAY#${string}` | `MERCHANT#${string}` | `BUYER#${string}#${string}`;

export const dayBalance = (businessDate: string): BalanceName => `DAY#${businessDate}`;
export const merchantBalance = (merchantId: string): BalanceName => `MERCHANT#${merchantId}`;
/** A buyer may stand in relation to several merchants, and owes through each of them separately. */
export const buyerBalance = (merchantId: string, buyerId: string): BalanceName => `BUYER#${merchantId}#${buyerId}`;

/** The balances that a line of a journal counts in. */
export function balancesOf(businessDate: string, line: JournalItem['lines'][number]): BalanceName[] {
  const { merchantId, buyerId } = line;
  return [
    dayBalance(businessDate),
    ...(merchantId ? [merchantBalance(merchantId)] : []),
    ...(merchantId && buyerId ? [buyerBalance(merchantId, buyerId)] : []),
  ];
}

const nothing: Turnover = { debit: 0, credit: 0 };

export const turnoverOf = (amount: number): Turnover =>
  amount > 0 ? { debit: amount, credit: 0 } : { debit: 0, credit: -amount };

export const addTurnover = (a: Turnover = nothing, b: Turnover = nothing): Turnover => ({
  debit: a.debit + b.debit,
  credit: a.credit + b.credit,
});

export function addTurnovers(a: Turnovers, b: Turnovers): Turnovers {
  const sum: Partial<Record<Account, Turnover>> = { ...a };
  for (const [account, turnover] of Object.entries(b) as [Account, Turnover][]) {
    sum[account] = addTurnover(sum[account], turnover);
  }
  return sum;
}

/** What a journal adds to each balance that it counts in. */
export function turnoversOf({ businessDate, lines }: JournalItem): Map<BalanceName, Turnovers> {
  const found = new Map<BalanceName, Turnovers>();
  for (const line of lines) {
    for (const name of balancesOf(businessDate, line)) {
      found.set(name, addTurnovers(found.get(name) ?? {}, { [line.account]: turnoverOf(line.amount) }));
    }
  }
  return found;
}
