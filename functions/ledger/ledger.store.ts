import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { balanceKey, readBalance } from './balance.item.ts';
import { dayBalance, type Turnovers } from './balance.ts';
import { isJournalKey, JournalItem } from './journal.item.ts';

export interface JournalPage {
  readonly journals: readonly JournalItem[];
  /** Where the walk goes on; absent at its end. */
  readonly last?: Item;
}

export type LedgerStore = ReturnType<typeof ledgerStore>;

/** The ledger as it is read: journals, and the day balances that the projection derives from them. */
export const ledgerStore = (table: Table) => ({
  /** All journals of one resource. There are few: an order has at most a hundred confirmations. */
  journalsOf: async (resourceId: string): Promise<JournalItem[]> => {
    const journals: JournalItem[] = [];
    let after: Item | undefined;
    do {
      const page = await table.query({ partition: `JOURNAL#${resourceId}`, after });
      journals.push(...page.items.map((item) => JournalItem.parse(item)));
      after = page.last;
    } while (after);
    return journals;
  },
  walk: (limit: number, after: Item | undefined) => walk(table, limit, after),
  /** The turnover of every business date until `at`, in order. */
  daysUntil: async function* (at: string): AsyncGenerator<Turnovers> {
    const { PK: partition, SK: last } = balanceKey(dayBalance(at));
    let after: Item | undefined;
    do {
      const page = await table.query({ partition, between: [dayBalance(''), last], after });
      for (const item of page.items) yield readBalance(item).turnovers;
      after = page.last;
    } while (after);
  },
});

/** So many reads at most go into one page of the walk; between the journals lie derived balances. */
const readsPerPage = 10;

async function walk(table: Table, limit: number, from: Item | undefined): Promise<JournalPage> {
  const journals: JournalItem[] = [];
  let after = from;
  for (let reads = 0; reads < readsPerPage && journals.length < limit; reads++) {
    const page = await table.scan({ limit: limit - journals.length, after });
    journals.push(...page.items.filter(({ PK }) => isJournalKey(PK)).map((item) => JournalItem.parse(item)));
    after = page.last;
    if (!after) break;
  }
  return { journals, ...(after ? { last: after } : {}) };
}
