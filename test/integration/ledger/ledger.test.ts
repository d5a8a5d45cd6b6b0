import { beforeAll, describe, expect, test } from 'vitest';
import { auditStore } from '../../../functions/ledger/audit.store.ts';
import { audit } from '../../../functions/ledger/audit.ts';
import { posting } from '../../../functions/ledger/journal.ts';
import { listJournalsPage } from '../../../functions/ledger/journals.ts';
import { ledgerStore } from '../../../functions/ledger/ledger.store.ts';
import { projectionStore } from '../../../functions/ledger/projection.store.ts';
import { project } from '../../../functions/ledger/projection.ts';
import { trialBalance } from '../../../functions/ledger/trial-balance.ts';
import { WriteRefused } from '../../../functions/shared/write.ts';
import { type TestTables, testTables } from '../../support/dynamodb.ts';
import { captureOf } from '../../support/journals.ts';

let tables: TestTables;
const clock = { now: () => Date.parse('2026-11-03T00:00:00Z') };
const journals = [
  captureOf({ orderId: 'ord_1', amount: 1_000, businessDate: '2026-11-01', eventId: 'evt_b' }),
  captureOf({ orderId: 'ord_1', amount: 2_000, businessDate: '2026-11-02', eventId: 'evt_a' }),
  captureOf({ orderId: 'ord_2', amount: 400, businessDate: '2026-11-03', merchantId: 'mer_b', buyerId: 'buy_2' }),
];
const batch = journals.map((journal, at) => ({ sequence: BigInt(`1000000000000000000${at}`), journal }));

beforeAll(async () => {
  tables = await testTables();
  const { ledger, transactions } = tables;
  for (const journal of journals) await ledger.write(posting(ledger.name, journal));
  await project({ balances: projectionStore(ledger), clock }, 'shardId-1', batch);
  const common = { SK: 'ORDER#ord_1', buyerId: 'buy_1', amountCancelled: 0, amountRemaining: 0, state: 'confirmed' };
  const puts = [
    {
      PK: 'MERCHANT#mer_a',
      ...common,
      amount: 3_000,
      amountConfirmed: 3_000,
      confirmations: [[1_000], [2_000]],
    },
    {
      PK: 'MERCHANT#mer_b',
      ...common,
      SK: 'ORDER#ord_2',
      buyerId: 'buy_2',
      amount: 400,
      amountConfirmed: 400,
      confirmations: [[400]],
    },
    { PK: 'MERCHANT#mer_a', SK: 'CREDIT#buy_1', limit: 300_000, available: 297_000 },
    { PK: 'MERCHANT#mer_b', SK: 'CREDIT#buy_2', limit: 300_000, available: 299_600 },
    { PK: 'MERCHANT#mer_a', SK: 'MERCHANT', name: 'not an order' },
    { PK: 'MERCHANT#mer_a', SK: 'ONCE#x', note: 'nor this' },
  ];
  for (const put of puts) await transactions.write({ table: transactions.name, put });
});

describe('derived balances in the table', () => {
  test('take a batch in once, also when it comes again with more behind it', async () => {
    const balances = projectionStore(tables.ledger);
    const before = await balances.read(['DAY#2026-11-01', 'MERCHANT#mer_a', 'BUYER#mer_b#buy_2']);
    await project({ balances, clock }, 'shardId-1', batch);
    expect(await balances.read(['DAY#2026-11-01', 'MERCHANT#mer_a', 'BUYER#mer_b#buy_2'])).toEqual(before);
    expect(before.get('MERCHANT#mer_a')?.turnovers).toEqual({
      '1110': { debit: 3_000, credit: 0 },
      '2010': { debit: 0, credit: 3_000 },
    });
  });

  test('refuse an addition from a mark that has moved', async () => {
    const addition = {
      turnovers: { '1110': { debit: 1, credit: 0 } },
      shardId: 'shardId-1',
      before: undefined,
      after: { sequence: 99n, setAt: clock.now() },
      forget: [],
    };
    expect(await projectionStore(tables.ledger).add('DAY#2026-11-01', addition)).toBe(false);
  });

  test('forget marks in the write that adds', async () => {
    const balances = projectionStore(tables.ledger);
    const turnovers = { '1110': { debit: 1, credit: 1 } };
    const mark = (sequence: bigint) => ({ sequence, setAt: clock.now() });
    const first = { turnovers, shardId: 'old', before: undefined, after: mark(1n), forget: [] };
    expect(await balances.add('DAY#1999-01-01', first)).toBe(true);
    const second = { turnovers, shardId: 'new', before: undefined, after: mark(2n), forget: ['old'] };
    expect(await balances.add('DAY#1999-01-01', second)).toBe(true);
    const found = (await balances.read(['DAY#1999-01-01'])).get('DAY#1999-01-01');
    expect([...(found?.marks ?? [])]).toEqual([['new', mark(2n)]]);
    await tables.ledger.write({ table: tables.ledger.name, remove: { PK: 'BALANCE', SK: 'DAY#1999-01-01' } });
  });
});

describe('the ledger is read', () => {
  test('a resource has its journals in the order of posting, page by page', async () => {
    const ports = { ledger: ledgerStore(tables.ledger) };
    const first = await listJournalsPage(ports, { resourceId: 'ord_1', limit: 1 });
    expect(first.items.map(({ eventId }) => eventId)).toEqual(['evt_b']);
    const second = await listJournalsPage(ports, { resourceId: 'ord_1', limit: 1, cursor: first.nextCursor ?? '' });
    expect(second.items.map(({ eventId }) => eventId)).toEqual(['evt_a']);
    expect(second.nextCursor).toBeNull();
    const elsewhere = listJournalsPage(ports, { resourceId: 'ord_2', limit: 1, cursor: first.nextCursor ?? '' });
    await expect(elsewhere).rejects.toMatchObject({ code: 'MalformedRequest' });
  });

  test('a walk meets every journal once and no balance', async () => {
    const ports = { ledger: ledgerStore(tables.ledger) };
    const met: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listJournalsPage(ports, { limit: 2, cursor });
      met.push(...page.items.map(({ eventId }) => eventId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(met.sort()).toEqual(['evt_a', 'evt_b', 'evt_ord_2']);
  });

  test('the trial balance adds up until the end of a business date', async () => {
    const ports = { ledger: ledgerStore(tables.ledger) };
    expect(await trialBalance(ports, '2026-11-02')).toEqual({
      at: '2026-11-02',
      accounts: [
        { account: '1110', name: 'Purchased receivables, unbilled', debit: 3_000, credit: 0, balance: 3_000 },
        { account: '2010', name: 'Merchant payable, open period', debit: 0, credit: 3_000, balance: -3_000 },
      ],
      totals: { debit: 3_000, credit: 3_000 },
    });
    expect((await trialBalance(ports, '2026-10-31')).accounts).toEqual([]);
    expect((await trialBalance(ports, '2026-12-31')).totals).toEqual({ debit: 3_400, credit: 3_400 });
  });

  test('a journal that is posted again is refused and stays as it was', async () => {
    const { ledger } = tables;
    const again = captureOf({ orderId: 'ord_1', amount: 9, eventId: 'evt_a' });
    await expect(ledger.write(posting(ledger.name, again))).rejects.toThrow(WriteRefused);
  });

  test('the audit reads both tables and finds them in order', async () => {
    const books = auditStore(tables.transactions, tables.ledger);
    const findings = await audit({ books, pause: async () => {} });
    expect(findings.filter(({ holds }) => !holds)).toEqual([]);
    expect(findings.find(({ id }) => id === 'T3')?.detail).toBe('2 looked at');
    expect(findings.find(({ id }) => id === 'I8')?.detail).toBe('2 looked at');
  });

  test('the audit names what it cannot read, and checks all the rest', async () => {
    const { ledger, transactions } = await testTables();
    const half = captureOf({ orderId: 'ord_1', amount: 1_000 });
    const lines = half.lines.map((line) => ({ ...line, amount: line.amount / 3 }));
    await ledger.write({ table: ledger.name, put: { PK: 'JOURNAL#ord_1', SK: 'evt_1#capture', ...half, lines } });
    await ledger.write({ table: ledger.name, put: { PK: 'BALANCE', SK: 'DAY#2026-11-01', debit1110: -1 } });
    const strange = ['ORDER#ord_1', 'CREDIT#buy_1'].map((SK) => ({ PK: 'MERCHANT#mer_a', SK, amount: 'many' }));
    for (const put of strange) await transactions.write({ table: transactions.name, put });
    const findings = await audit({ books: auditStore(transactions, ledger), pause: async () => {} });
    expect(findings.filter(({ holds }) => !holds).map(({ id }) => id)).toEqual(['T0']);
    const { detail } = findings[0] ?? { detail: '' };
    for (const key of ['JOURNAL#ord_1 evt_1#capture', 'BALANCE DAY#2026-11-01', 'CREDIT#buy_1', 'ORDER#ord_1']) {
      expect(detail).toContain(key);
    }
  });
});
