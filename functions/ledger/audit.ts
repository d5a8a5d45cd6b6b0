import { type Accounts, auditAccounts } from './audit-credit.ts';
import { auditEntries, type LedgerEntry } from './audit-entries.ts';
import { type AuditedOrder, auditOrders, type BookedOrder, holdOf } from './audit-orders.ts';
import { type Check, check, type Finding } from './finding.ts';
import type { JournalItem } from './journal.item.ts';

export interface AuditedAccount {
  readonly merchantId: string;
  readonly buyerId: string;
  readonly limit: number;
  readonly available: number;
  readonly availableFloor?: number | undefined;
}

export type Holding =
  | { readonly kind: 'order'; readonly order: AuditedOrder }
  | { readonly kind: 'account'; readonly account: AuditedAccount };

/** An item that is not what its key says: of such a one nothing else can be checked. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly key: string;
}

export interface AuditPorts {
  readonly books: {
    /** Every journal and every derived balance, in no order. */
    entries(): AsyncIterable<LedgerEntry | Unreadable>;
    /** Every order and every credit account, in no order. */
    holdings(): AsyncIterable<Holding | Unreadable>;
    /** Those that can be read. */
    journalsOf(orderId: string): Promise<readonly JournalItem[]>;
  };
  readonly pause: (ms: number) => Promise<void>;
}

const rounds = 3;
const pauseMs = 1000;

/**
 * Checks the books (JAPAN-RULES.md 6.4). It reads while others write, and the projection follows a moment behind: what looks
 * broken is looked at again before it is told. Kept in memory are numbers per balance and per credit account, never orders.
 */
export async function audit(ports: AuditPorts): Promise<readonly Finding[]> {
  for (let round = 1; ; round++) {
    const findings = await auditOnce(ports);
    if (round === rounds || findings.every(({ holds }) => holds)) return findings;
    await ports.pause(pauseMs);
  }
}

async function auditOnce({ books }: AuditPorts): Promise<Finding[]> {
  const readable = check('T0', 'Every journal, balance, order and credit account can be read');
  const ledger = await auditEntries(readableOf(books.entries(), readable));
  const accounts: Accounts = new Map();
  const orders = auditOrders(ledger);
  for await (const held of inTwenties(readableOf(books.holdings(), readable))) {
    const booked = held.flatMap((one) => (one.kind === 'order' ? [bookedOrder(books, one.order)] : []));
    for (const order of await Promise.all(booked)) orders.look(order);
    for (const one of held) count(accounts, one);
  }
  const exposed = auditAccounts(accounts, ledger.receivables);
  return [readable.finding(), ...ledger.findings(), exposed, ...orders.findings()];
}

/** The worst corruption must not hide all the rest: what cannot be read is a finding, not the end of the audit. */
async function* readableOf<One extends { readonly kind: string }>(
  all: AsyncIterable<One | Unreadable>,
  readable: Check,
): AsyncGenerator<One> {
  for await (const one of all) {
    readable.look(!isUnreadable(one), () => String('key' in one && one.key));
    if (!isUnreadable(one)) yield one;
  }
}

const isUnreadable = (one: { readonly kind: string }): one is Unreadable => one.kind === 'unreadable';

/** An order with its journals, which only a confirmed one can have; that no other has any shows in the total. */
async function bookedOrder(books: AuditPorts['books'], order: AuditedOrder): Promise<BookedOrder> {
  const isConfirmed = order.amountConfirmed > 0 || order.confirmations.length > 0;
  return { order, journals: isConfirmed ? await books.journalsOf(order.orderId) : [] };
}

function count(accounts: Accounts, held: Holding): void {
  const { merchantId, buyerId } = held.kind === 'order' ? held.order : held.account;
  const key = `${merchantId}#${buyerId}`;
  const before = accounts.get(key) ?? { holds: 0 };
  if (held.kind === 'order') accounts.set(key, { ...before, holds: before.holds + holdOf(held.order) });
  else accounts.set(key, { ...before, ...amountsOf(held.account) });
}

const amountsOf = ({ limit, available, availableFloor }: AuditedAccount) => ({ limit, available, availableFloor });

const together = 20;

async function* inTwenties<One>(all: AsyncIterable<One>): AsyncGenerator<One[]> {
  let some: One[] = [];
  for await (const one of all) {
    some.push(one);
    if (some.length < together) continue;
    yield some;
    some = [];
  }
  yield some;
}
