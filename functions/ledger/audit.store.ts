import * as z from 'zod/mini';
import type { Item, ScanRequest } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import type { AuditPorts, Unreadable } from './audit.ts';
import type { LedgerEntry } from './audit-entries.ts';
import { readBalance } from './balance.item.ts';
import type { BalanceName } from './balance.ts';
import { isJournalKey, JournalItem } from './journal.item.ts';

const AuditedOrderItem = z.object({
  PK: z.string(),
  SK: z.string(),
  buyerId: z.string(),
  state: z.string(),
  amount: z.int(),
  amountConfirmed: z.int(),
  amountCancelled: z.int(),
  amountRemaining: z.int(),
  /** The order keeps each as a list without names; its amount comes first. */
  confirmations: z.array(z.tuple([z.int()], z.unknown())),
  credits: z.optional(z.array(z.tuple([z.int()], z.unknown()))),
  holdsCredit: z.optional(z.boolean()),
});

const AuditedAccountItem = z.object({
  PK: z.string(),
  SK: z.string(),
  limit: z.int(),
  available: z.int(),
  availableFloor: z.optional(z.int()),
});

/**
 * Reads both tables for the audit, page by page, and writes nothing. It has schemas of its own: an audit that read orders
 * through the orders' own code would share its mistakes.
 */
export const auditStore = (transactions: Table, ledger: Table): AuditPorts['books'] => ({
  entries: async function* () {
    for await (const item of scanned(ledger)) yield readOrName(item, readEntry);
  },
  holdings: async function* () {
    for await (const item of scanned(transactions, holdings)) {
      const [, kind] = /^MERCHANT#.+ (ORDER|CREDIT)#[^#]+$/.exec(`${item.PK} ${item.SK}`) ?? [];
      if (kind === 'ORDER') yield readOrName(item, auditedOrder);
      if (kind === 'CREDIT') yield readOrName(item, auditedAccount);
    }
  },
  journalsOf: async (orderId) => {
    const journals: JournalItem[] = [];
    let after: Item | undefined;
    do {
      const page = await ledger.query({ partition: `JOURNAL#${orderId}`, after });
      const read = page.items.map((item) => readOrName(item, readJournal));
      journals.push(...read.flatMap((one) => (one.kind === 'journal' ? [one.journal] : [])));
      after = page.last;
    } while (after);
    return journals;
  },
});

/** Orders and credit accounts are a small part of what their table holds, and the audit looks at a small part of them. */
const holdings: ScanRequest['only'] = {
  prefixes: ['ORDER#', 'CREDIT#'],
  attributes: [...new Set([...Object.keys(AuditedOrderItem.shape), ...Object.keys(AuditedAccountItem.shape)])],
};

async function* scanned(table: Table, only?: ScanRequest['only']): AsyncGenerator<Item> {
  let after: Item | undefined;
  do {
    const page = await table.scan({ after, ...(only ? { only } : {}) });
    yield* page.items;
    after = page.last;
  } while (after);
}

const afterHash = (key: string): string => key.slice(key.indexOf('#') + 1);

/** What a reader makes of an item, or the item's key where it is not what the reader expects. */
function readOrName<Read>(item: Item, read: (item: Item) => Read): Read | Unreadable {
  try {
    return read(item);
  } catch {
    return { kind: 'unreadable', key: `${item.PK} ${item.SK}` };
  }
}

const readJournal = (item: Item) => ({ kind: 'journal' as const, journal: JournalItem.parse(item) });

const readDerived = (item: Item) => ({
  kind: 'balance' as const,
  name: item.SK as BalanceName,
  turnovers: readBalance(item).turnovers,
});

const readEntry = (item: Item): LedgerEntry => (isJournalKey(item.PK) ? readJournal(item) : readDerived(item));

function auditedOrder(item: Item) {
  const { PK, SK, confirmations, credits = [], holdsCredit = true, ...facts } = AuditedOrderItem.parse(item);
  const amounts = {
    confirmations: confirmations.map(([amount]) => amount),
    credits: credits.map(([amount]) => amount),
  };
  const order = { ...facts, ...amounts, holdsCredit, orderId: afterHash(SK), merchantId: afterHash(PK) };
  return { kind: 'order' as const, order };
}

function auditedAccount(item: Item) {
  const { PK, SK, ...amounts } = AuditedAccountItem.parse(item);
  return { kind: 'account' as const, account: { merchantId: afterHash(PK), buyerId: afterHash(SK), ...amounts } };
}
