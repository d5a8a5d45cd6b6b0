import * as z from 'zod/mini';
import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import type { AuditedAccount, AuditPorts } from './audit.ts';
import type { AuditedOrder } from './audit-orders.ts';
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
});

const AuditedAccountItem = z.object({ PK: z.string(), SK: z.string(), limit: z.int(), available: z.int() });

/**
 * Reads both tables for the audit, page by page, and writes nothing. It has schemas of its own: an audit that read orders
 * through the orders' own code would share its mistakes.
 */
export const auditStore = (transactions: Table, ledger: Table): AuditPorts['books'] => ({
  entries: async function* () {
    for await (const item of scanned(ledger)) {
      if (isJournalKey(item.PK)) yield { kind: 'journal', journal: JournalItem.parse(item) };
      else yield { kind: 'balance', name: item.SK as BalanceName, turnovers: readBalance(item).turnovers };
    }
  },
  holdings: async function* () {
    for await (const item of scanned(transactions)) {
      const [, kind] = /^MERCHANT#.+ (ORDER|CREDIT)#[^#]+$/.exec(`${item.PK} ${item.SK}`) ?? [];
      if (kind === 'ORDER') yield { kind: 'order', order: auditedOrder(item) };
      if (kind === 'CREDIT') yield { kind: 'account', account: auditedAccount(item) };
    }
  },
  journalsOf: async (orderId) => {
    const journals: JournalItem[] = [];
    let after: Item | undefined;
    do {
      const page = await ledger.query({ partition: `JOURNAL#${orderId}`, after });
      journals.push(...page.items.map((item) => JournalItem.parse(item)));
      after = page.last;
    } while (after);
    return journals;
  },
});

async function* scanned(table: Table): AsyncGenerator<Item> {
  let after: Item | undefined;
  do {
    const page = await table.scan({ after });
    yield* page.items;
    after = page.last;
  } while (after);
}

const afterHash = (key: string): string => key.slice(key.indexOf('#') + 1);

function auditedOrder(item: Item): AuditedOrder {
  const { PK, SK, confirmations, ...order } = AuditedOrderItem.parse(item);
  const confirmed = confirmations.map(([amount]) => amount);
  return { ...order, orderId: afterHash(SK), merchantId: afterHash(PK), confirmations: confirmed };
}

function auditedAccount(item: Item): AuditedAccount {
  const { PK, SK, limit, available } = AuditedAccountItem.parse(item);
  return { merchantId: afterHash(PK), buyerId: afterHash(SK), limit, available };
}
