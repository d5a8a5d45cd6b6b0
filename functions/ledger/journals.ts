import { afterCursor, cursorOf } from '../shared/cursor.ts';
import { accounts } from './accounts.ts';
import type { JournalItem } from './journal.item.ts';
import type { JournalResource } from './ledger.contract.ts';
import type { LedgerStore } from './ledger.store.ts';

export interface JournalsPorts {
  readonly ledger: Pick<LedgerStore, 'journalsOf' | 'walk'>;
}

interface JournalsQuery {
  readonly resourceId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The history of a resource in order of posting, or a page of a walk through everything. */
export function listJournalsPage(ports: JournalsPorts, query: JournalsQuery) {
  return query.resourceId === undefined ? walkAll(ports, query) : historyOf(ports, query.resourceId, query);
}

async function historyOf({ ledger }: JournalsPorts, resourceId: string, { limit, cursor }: JournalsQuery) {
  const list = `journals of ${resourceId}`;
  const placeOf = ({ postedAt, eventId, rule }: JournalItem): string => `${postedAt} ${eventId} ${rule}`;
  const after = String(afterCursor(list, cursor, { place: () => true })?.place ?? '');
  const journals = (await ledger.journalsOf(resourceId)).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const rest = journals.filter((journal) => placeOf(journal) > after);
  const shown = rest.slice(0, limit);
  const last = rest.length > shown.length ? shown.at(-1) : undefined;
  return { items: shown.map(journalResource), nextCursor: cursorOf(list, last && { place: placeOf(last) }) };
}

async function walkAll({ ledger }: JournalsPorts, { limit, cursor }: JournalsQuery) {
  const list = 'all journals';
  const { journals, last } = await ledger.walk(limit, afterCursor(list, cursor, { PK: () => true, SK: () => true }));
  return { items: journals.map(journalResource), nextCursor: cursorOf(list, last) };
}

const journalResource = ({ lines, ...journal }: JournalItem): JournalResource => ({
  id: `${journal.eventId}#${journal.rule}`,
  ...journal,
  lines: lines.map(({ account, amount, merchantId, buyerId, orderId }) => ({
    account,
    accountName: accounts[account],
    amount,
    merchantId: merchantId ?? null,
    buyerId: buyerId ?? null,
    orderId: orderId ?? null,
  })),
});
