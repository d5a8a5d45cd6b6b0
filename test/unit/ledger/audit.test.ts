import { describe, expect, test } from 'vitest';
import { type AuditPorts, audit, type Holding } from '../../../functions/ledger/audit.ts';
import type { LedgerEntry } from '../../../functions/ledger/audit-entries.ts';
import type { AuditedOrder } from '../../../functions/ledger/audit-orders.ts';
import { addTurnovers, type BalanceName, type Turnovers, turnoversOf } from '../../../functions/ledger/balance.ts';
import type { JournalItem } from '../../../functions/ledger/journal.item.ts';
import { captureOf } from '../../support/journals.ts';

const open: AuditedOrder = {
  orderId: 'ord_1',
  merchantId: 'mer_a',
  buyerId: 'buy_1',
  state: 'partially_confirmed',
  amount: 100_000,
  amountConfirmed: 30_000,
  amountCancelled: 0,
  amountRemaining: 70_000,
  confirmations: [10_000, 20_000],
  credits: [],
  holdsCredit: true,
};
const closed: AuditedOrder = {
  ...open,
  orderId: 'ord_2',
  state: 'confirmed',
  amountConfirmed: 90_000,
  amountCancelled: 10_000,
  amountRemaining: 0,
  confirmations: [90_000],
};
const account = { merchantId: 'mer_a', buyerId: 'buy_1', limit: 300_000, available: 300_000 - 70_000 - 120_000 };
const posted = [
  captureOf({ orderId: 'ord_1', amount: 10_000, eventId: 'evt_1' }),
  captureOf({ orderId: 'ord_1', amount: 20_000, eventId: 'evt_2' }),
  captureOf({ orderId: 'ord_2', amount: 90_000, eventId: 'evt_3' }),
];

interface Books {
  readonly journals?: readonly JournalItem[];
  readonly derivedFrom?: readonly JournalItem[];
  readonly orders?: readonly AuditedOrder[];
  readonly account?: typeof account | undefined;
}

function derived(journals: readonly JournalItem[]): LedgerEntry[] {
  const balances = new Map<BalanceName, Turnovers>();
  for (const journal of journals) {
    for (const [name, turnovers] of turnoversOf(journal)) {
      balances.set(name, addTurnovers(balances.get(name) ?? {}, turnovers));
    }
  }
  return [...balances].map(([name, turnovers]) => ({ kind: 'balance', name, turnovers }));
}

function booksOf(of: Books): AuditPorts['books'] {
  const { journals = posted, orders = [open, closed] } = of;
  return {
    entries: async function* () {
      yield* derived(of.derivedFrom ?? journals);
      for (const journal of journals) yield { kind: 'journal', journal };
    },
    holdings: async function* () {
      const accounts = 'account' in of ? of.account : account;
      if (accounts) yield { kind: 'account', account: accounts } satisfies Holding;
      for (const order of orders) yield { kind: 'order', order };
    },
    journalsOf: async (orderId) => journals.filter(({ resourceId }) => resourceId === orderId),
  };
}

async function broken(books: Books): Promise<string[]> {
  const findings = await audit({ books: booksOf(books), pause: async () => {} });
  return findings.filter(({ holds }) => !holds).map(({ id }) => id);
}

describe('the books are checked', () => {
  test('good books hold in every respect', async () => {
    const findings = await audit({ books: booksOf({}), pause: async () => {} });
    expect(findings.map(({ id, holds }) => [id, holds])).toEqual(
      ['T0', 'I1', 'I2', 'T1', 'I8', 'T2', 'T3', 'T4', 'T5', 'I9'].map((id) => [id, true]),
    );
    expect(findings.find(({ id }) => id === 'I2')?.detail).toBe('120000 yen on each side');
  });

  test('a journal that does not add up is found, and tilts the trial balance', async () => {
    const [first, ...rest] = posted;
    const tilted = { ...first, lines: [...(first?.lines ?? []), { account: '5090', amount: 1 }] } as JournalItem;
    expect(await broken({ journals: [tilted, ...rest] })).toEqual(['I1', 'I2']);
  });

  test('a journal that was counted twice in the balances is found', async () => {
    expect(await broken({ derivedFrom: [...posted, ...posted.slice(0, 1)] })).toEqual(['T1']);
  });

  test('a journal that never reached the balances is found', async () => {
    expect(await broken({ derivedFrom: posted.slice(1) })).toEqual(['T1']);
  });

  test.for([
    ['one yen too much', { ...account, available: account.available + 1 }],
    ['one yen too little', { ...account, available: account.available - 1 }],
    ['below zero', { ...account, limit: 189_999, available: -1 }],
    ['no account', undefined],
  ] as const)('credit that is %s is found', async ([, wrong]) => {
    expect(await broken({ account: wrong })).toEqual(['I8']);
  });

  test('an order that confirmed what was never booked is found', async () => {
    expect(await broken({ journals: posted.slice(1), derivedFrom: posted.slice(1) })).toContain('T2');
  });

  test('a booked capture that belongs to no order is found', async () => {
    const journals = [...posted, captureOf({ orderId: 'ord_9', amount: 5 })];
    expect(await broken({ journals, derivedFrom: journals })).toEqual(['I8', 'T2', 'I9']);
  });

  const swapped = (wrong: object) => (line: JournalItem['lines'][number]) =>
    line.account === '2010' ? { ...line, ...wrong } : line;

  test.for<[string, object]>([
    ['to another merchant', { merchantId: 'mer_b' }],
    ['as our own income', { account: '4010' }],
  ])('what a merchant earned and is booked %s is found', async ([, wrong]) => {
    const [first, ...rest] = posted;
    const journals = [{ ...first, lines: first?.lines.map(swapped(wrong)) } as JournalItem, ...rest];
    expect(await broken({ journals })).toEqual(['I9']);
  });

  describe('with a credit note of 5,000 yen', () => {
    const note: JournalItem = {
      ...captureOf({ orderId: 'ord_1', amount: -5_000, eventId: 'evt_4' }),
      rule: 'credit_note',
    };
    const credited = { ...open, credits: [5_000] };
    const after = { ...account, available: account.available + 5_000 };
    const books = { journals: [...posted, note], orders: [credited, closed], account: after };

    test('good books hold', async () => expect(await broken(books)).toEqual([]));

    test('one that was never booked is found', async () =>
      expect(await broken({ ...books, journals: posted })).toEqual(['I8', 'T5', 'I9']));

    test('one that the order does not know is found', async () =>
      expect(await broken({ ...books, orders: [open, closed] })).toEqual(['T5', 'I9']));

    test('one of an order that was never confirmed is found', async () => {
      const journals = [...posted, { ...note, ...{ resourceId: 'ord_3' } }];
      const never = { ...open, orderId: 'ord_3', state: 'cancelled', amountConfirmed: 0, amountRemaining: 0 };
      const orders = [open, closed, { ...never, amountCancelled: 100_000, confirmations: [], credits: [5_000] }];
      expect(await broken({ ...books, journals, orders })).toEqual(['T5']);
    });

    test('one that belongs to no order is found', async () => {
      const stray = { ...note, resourceId: 'ord_9', eventId: 'evt_9' };
      expect(await broken({ ...books, journals: [...posted, note, stray] })).toEqual(['I8', 'T5', 'I9']);
    });

    test('one that takes back more than was confirmed is found', async () => {
      const more = { ...note, lines: captureOf({ orderId: 'ord_1', amount: -30_001 }).lines } as JournalItem;
      const orders = [{ ...open, credits: [30_001] }, closed];
      const free = { ...account, available: account.available + 30_001 };
      expect(await broken({ journals: [...posted, more], orders, account: free })).toEqual(['T5']);
    });
  });

  test('below zero is sound only where the limit was lowered so far, and nothing was taken since', async () => {
    const lowered = { ...account, limit: 150_000, available: -40_000 };
    expect(await broken({ account: { ...lowered, availableFloor: -40_000 } as typeof account })).toEqual([]);
    expect(await broken({ account: { ...lowered, availableFloor: -39_999 } as typeof account })).toEqual(['I8']);
    expect(await broken({ account: lowered })).toEqual(['I8']);
  });

  test('an order whose parts do not add up is found', async () => {
    const orders = [open, { ...closed, amountCancelled: 9_999 }];
    expect(await broken({ orders })).toEqual(['T3']);
  });

  test('a hold that outlives its order is found', async () => {
    const orders = [open, { ...closed, amountCancelled: 9_999, amountRemaining: 1 }];
    expect(await broken({ orders })).toEqual(['I8', 'T4']);
  });

  test('an order that was cancelled after it had been confirmed is found', async () => {
    expect(await broken({ orders: [open, { ...closed, state: 'cancelled' }] })).toEqual(['T4']);
  });

  const fresh = { ...open, state: 'authorized', amountConfirmed: 0, amountRemaining: 100_000, confirmations: [] };
  const waiting = { ...fresh, orderId: 'ord_3', state: 'review' };
  test.for<[string, Partial<AuditedOrder>[], string[]]>([
    ['shipments that do not add up', [{ ...open, confirmations: [10_000, 20_001] }], ['T2']],
    ['two journals for one shipment', [{ ...open, confirmations: [30_000] }], ['T4']],
    ['a part below zero', [{ ...open, amountRemaining: 70_001, amountCancelled: -1 }], ['I8', 'T3', 'T4']],
    ['partly confirmed with nothing left', [{ ...open, amountRemaining: 0, amountCancelled: 70_000 }], ['I8', 'T4']],
    ['open and confirmed at once', [{ ...open, state: 'authorized' }], ['T4']],
    ['confirmed with something left', [{ ...open, state: 'confirmed' }], ['T4']],
    [
      'open and cancelled in part',
      [open, { ...fresh, orderId: 'ord_3', amountRemaining: 1, amountCancelled: 99_999 }],
      ['I8', 'T4'],
    ],
    ['under review and cancelled in part', [open, { ...waiting, amountRemaining: 1, amountCancelled: 99_999 }], ['T4']],
    ['a hold that no account knows of', [open, { ...fresh, orderId: 'ord_3' }], ['I8']],
  ])('an order with %s is found', async ([, wrong, ids]) => {
    expect(await broken({ orders: [...(wrong as AuditedOrder[]), closed] })).toEqual(ids);
  });

  test('neither a review nor an order that takes credit when it is confirmed holds any', async () => {
    expect(
      await broken({ orders: [open, closed, waiting, { ...fresh, orderId: 'ord_4', holdsCredit: false }] }),
    ).toEqual([]);
  });

  test.for([
    ['no lines', () => []],
    ['one line', (lines: JournalItem['lines']) => lines.slice(0, 1)],
    ['a line of nothing', (lines: JournalItem['lines']) => [...lines, { account: '5090' as const, amount: 0 }]],
  ] as const)('a journal with %s is found', async ([, spoil]) => {
    const [first, ...rest] = posted;
    const journals = [{ ...first, lines: spoil(first?.lines as JournalItem['lines']) } as JournalItem, ...rest];
    expect(await broken({ journals })).toContain('I1');
  });

  test('says how many cases break an invariant, and names the first of them', async () => {
    const orders = Array.from({ length: 45 }, (_, n) => ({ ...open, orderId: `ord_x${n}`, amount: 1 }));
    const findings = await audit({ books: booksOf({ orders }), pause: async () => {} });
    const detail = findings.find(({ id }) => id === 'T3')?.detail;
    expect(detail).toMatch(/^45 of 45: ord_x0: /);
    expect(detail).not.toContain('ord_x6');
  });

  test('looks again before it raises an alarm, because the projection follows a moment behind', async () => {
    let rounds = 0;
    const behind = booksOf({ derivedFrom: posted.slice(1) });
    const settled = booksOf({});
    const books: AuditPorts['books'] = {
      ...settled,
      entries: () => {
        rounds += 1;
        return rounds < 2 ? behind.entries() : settled.entries();
      },
    };
    const pauses: number[] = [];
    const findings = await audit({ books, pause: async (ms) => void pauses.push(ms) });
    expect(findings.every(({ holds }) => holds)).toBe(true);
    expect(pauses).toEqual([1000]);
  });
});
