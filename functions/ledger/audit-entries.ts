import type { Account } from './accounts.ts';
import { addTurnover, addTurnovers, type BalanceName, type Turnover, type Turnovers, turnoversOf } from './balance.ts';
import { check, type Finding } from './finding.ts';
import type { JournalItem } from './journal.item.ts';

export type LedgerEntry =
  | { readonly kind: 'journal'; readonly journal: JournalItem }
  | { readonly kind: 'balance'; readonly name: BalanceName; readonly turnovers: Turnovers };

export interface AuditedLedger {
  readonly findings: () => Finding[];
  /** What buyers owe and have not paid, by `merchantId#buyerId`. */
  readonly receivables: ReadonlyMap<string, number>;
  /** What merchants are owed and have not been paid, by `merchantId`. */
  readonly payables: ReadonlyMap<string, number>;
  /** All that was ever captured. */
  readonly captured: number;
  /** All that credit notes ever took back. */
  readonly credited: number;
}

/** Purchased receivables: unbilled, billed, delinquent. */
const receivableAccounts: ReadonlySet<Account> = new Set<Account>(['1110', '1120', '1130']);

/** Merchant payable: open period, closed period, payout in transit. */
const payableAccounts: ReadonlySet<Account> = new Set<Account>(['2010', '2020', '2030']);

export const isCapture = ({ rule }: JournalItem): boolean => rule === 'capture';

export const isCreditNote = ({ rule }: JournalItem): boolean => rule === 'credit_note';

/** What a capture made receivable. */
export const capturedBy = (journal: JournalItem): number =>
  journal.lines.reduce((sum, { account, amount }) => (account === '1110' ? sum + amount : sum), 0);

/** What a credit note took back of it. */
export const creditedBy = (journal: JournalItem): number => -capturedBy(journal);

/** Reads the whole ledger once: its journals among themselves, and what was derived from them against them. */
export async function auditEntries(entries: AsyncIterable<LedgerEntry>): Promise<AuditedLedger> {
  const balanced = check('I1', 'Every journal balances: two lines or more, whole yen, none zero, adding up to zero');
  const differences = new Map<BalanceName, Turnovers>();
  const receivables = new Map<string, number>();
  const payables = new Map<string, number>();
  let posted: Turnovers = {};
  let captured = 0;
  let credited = 0;
  for await (const entry of entries) {
    if (entry.kind === 'balance') {
      differences.set(entry.name, addTurnovers(differences.get(entry.name) ?? {}, negative(entry.turnovers)));
      continue;
    }
    const { journal } = entry;
    balanced.look(isBalanced(journal), () => `${journal.resourceId} ${journal.eventId} ${journal.rule}`);
    if (isCapture(journal)) captured += capturedBy(journal);
    if (isCreditNote(journal)) credited += creditedBy(journal);
    addReceivables(receivables, journal);
    addPayables(payables, journal);
    for (const [name, turnovers] of turnoversOf(journal)) {
      if (name.startsWith('DAY#')) posted = addTurnovers(posted, turnovers);
      differences.set(name, addTurnovers(differences.get(name) ?? {}, turnovers));
    }
  }
  const findings = () => [balanced.finding(), trialBalanceFinding(posted), derivedFinding(differences)];
  return { findings, receivables, payables, captured, credited };
}

const isBalanced = ({ lines }: JournalItem): boolean =>
  lines.length >= 2 &&
  lines.every(({ amount }) => Number.isSafeInteger(amount) && amount !== 0) &&
  lines.reduce((sum, { amount }) => sum + amount, 0) === 0;

function addReceivables(receivables: Map<string, number>, { lines }: JournalItem): void {
  for (const { account, amount, merchantId, buyerId } of lines) {
    if (!receivableAccounts.has(account)) continue;
    const key = `${merchantId}#${buyerId}`;
    receivables.set(key, (receivables.get(key) ?? 0) + amount);
  }
}

function addPayables(payables: Map<string, number>, { lines }: JournalItem): void {
  for (const { account, amount, merchantId } of lines) {
    if (!payableAccounts.has(account)) continue;
    payables.set(`${merchantId}`, (payables.get(`${merchantId}`) ?? 0) - amount);
  }
}

function trialBalanceFinding(posted: Turnovers): Finding {
  const trial = check('I2', 'The trial balance is zero: all debits equal all credits');
  const { debit, credit } = Object.values(posted).reduce<Turnover>((sum, one) => addTurnover(sum, one), addTurnover());
  trial.look(debit === credit, () => `${debit} yen debited, ${credit} credited`);
  return { ...trial.finding(), ...(debit === credit ? { detail: `${debit} yen on each side` } : {}) };
}

function derivedFinding(differences: ReadonlyMap<BalanceName, Turnovers>): Finding {
  const derived = check('T1', 'Every derived balance is the sum of the journals');
  for (const [name, turnovers] of differences) {
    const wrong = Object.entries(turnovers).filter(([, { debit, credit }]) => debit !== 0 || credit !== 0);
    derived.look(wrong.length === 0, () => `${name} lacks ${wrong.map(lacking).join(', ')}`);
  }
  return derived.finding();
}

const lacking = ([account, { debit, credit }]: [string, Turnover]): string =>
  `${debit} debit and ${credit} credit in ${account}`;

const negative = (turnovers: Turnovers): Turnovers =>
  Object.fromEntries(
    Object.entries(turnovers).map(([account, { debit, credit }]) => [account, { debit: -debit, credit: -credit }]),
  );
