import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addTurnovers, type BalanceName, type Turnovers, turnoversOf } from '../../../functions/ledger/balance.ts';
import type { JournalItem } from '../../../functions/ledger/journal.item.ts';
import {
  type Addition,
  type Balance,
  type ProjectionPorts,
  project,
  type StreamedJournal,
} from '../../../functions/ledger/projection.ts';
import { captureOf } from '../../support/journals.ts';

/** Balances in memory that break now and then, before or after they took an addition in. */
function balancesInMemory(breaks: () => 'before' | 'after' | undefined = () => undefined) {
  const stored = new Map<BalanceName, Balance>();
  const balances: ProjectionPorts['balances'] = {
    read: async (names) =>
      new Map(
        names.flatMap((name): [BalanceName, Balance][] => {
          const balance = stored.get(name);
          return balance ? [[name, balance]] : [];
        }),
      ),
    add: async (name, addition) => {
      const broken = breaks();
      if (broken === 'before') throw new Error('throttled');
      const balance = stored.get(name) ?? { turnovers: {}, marks: new Map() };
      if (balance.marks.get(addition.shardId)?.sequence !== addition.before?.sequence) return false;
      stored.set(name, added(balance, addition));
      if (broken === 'after') throw new Error('the answer got lost');
      return true;
    },
  };
  return { stored, balances };
}

function added({ turnovers, marks }: Balance, { shardId, after, forget, ...addition }: Addition): Balance {
  const next = new Map([...marks, [shardId, after] as const].filter(([shard]) => !forget.includes(shard)));
  return { turnovers: addTurnovers(turnovers, addition.turnovers), marks: next };
}

const clock = { now: () => Date.parse('2026-11-02T03:00:00Z') };

function foldOf(journals: readonly JournalItem[]): Map<BalanceName, Turnovers> {
  const sums = new Map<BalanceName, Turnovers>();
  for (const journal of journals) {
    for (const [name, turnovers] of turnoversOf(journal)) {
      sums.set(name, addTurnovers(sums.get(name) ?? {}, turnovers));
    }
  }
  return sums;
}

const journals = fc.array(
  fc.record({
    shard: fc.constantFrom('shardId-1', 'shardId-2', 'shardId-3'),
    amount: fc.integer({ min: 1, max: 9_999_999_999 }),
    businessDate: fc.constantFrom('2026-11-01', '2026-11-02'),
    merchantId: fc.constantFrom('mer_a', 'mer_b'),
    buyerId: fc.constantFrom('buy_1', 'buy_2'),
  }),
  { maxLength: 30 },
);

/** Deliveries: each goes on from a place at or before what was delivered, so that batches repeat and overlap. */
const deliveries = fc.array(fc.record({ back: fc.nat({ max: 12 }), length: fc.integer({ min: 1, max: 12 }) }), {
  maxLength: 40,
});

type Streamed = StreamedJournal & { readonly shard: string };

/** What a stream may do to one shard: pieces of any size, pieces again, pieces from further back, and in the end all of it. */
function* batchesOf(shard: readonly Streamed[], plan: readonly { back: number; length: number }[]) {
  let reached = 0;
  for (const { back, length } of plan) {
    const from = Math.max(0, reached - back);
    const batch = shard.slice(from, from + length);
    if (from + length > reached) reached = Math.min(shard.length, from + length);
    if (batch.length > 0) yield batch;
  }
  if (reached < shard.length) yield shard.slice(reached);
}

describe('derived balances', () => {
  test('are the sum of the journals, however the stream splits, repeats and interleaves them, and whatever breaks', async () => {
    const breaking = fc.infiniteStream(fc.constantFrom('before', 'after', undefined, undefined, undefined));
    await fc.assert(
      fc.asyncProperty(
        journals,
        fc.array(deliveries, { minLength: 3, maxLength: 3 }),
        breaking,
        async (all, plans, breaks) => {
          const streamed = all.map(
            ({ shard, ...of }, at): Streamed => ({
              shard,
              sequence: BigInt(at + 1) * 10n ** 20n,
              journal: captureOf({ orderId: `ord_${at}`, ...of }),
            }),
          );
          const { stored, balances } = balancesInMemory(() => breaks.next().value);
          const waiting = ['shardId-1', 'shardId-2', 'shardId-3'].map((shard, at) => ({
            shard,
            batches: [
              ...batchesOf(
                streamed.filter((one) => one.shard === shard),
                plans[at] ?? [],
              ),
            ],
          }));
          for (let turn = 0; waiting.some(({ batches }) => batches.length > turn); turn++) {
            await Promise.all(
              waiting.map(async ({ shard, batches }) => {
                const batch = batches[turn];
                if (batch) await untilTaken(() => project({ balances, clock }, shard, batch));
              }),
            );
          }
          expect(new Map([...stored].map(([name, { turnovers }]) => [name, turnovers]))).toEqual(
            foldOf(streamed.map(({ journal }) => journal)),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  test('of a day show whole journals only: debits equal credits after every single write', async () => {
    const { stored, balances } = balancesInMemory();
    const seen: number[] = [];
    const watched: ProjectionPorts['balances'] = {
      ...balances,
      add: async (name, addition) => {
        const taken = await balances.add(name, addition);
        for (const [of, { turnovers }] of stored) {
          if (!of.startsWith('DAY#')) continue;
          seen.push(Object.values(turnovers).reduce((sum, { debit, credit }) => sum + debit - credit, 0));
        }
        return taken;
      },
    };
    const batch = [1, 2, 3].map((n) => ({
      sequence: BigInt(n),
      journal: captureOf({ orderId: `ord_${n}`, amount: n }),
    }));
    await project({ balances: watched, clock }, 'shardId-1', batch);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((difference) => difference === 0)).toBe(true);
  });

  test('cost one write per balance and batch, and none for a batch that was taken in before', async () => {
    const { balances } = balancesInMemory();
    let writes = 0;
    const counted: ProjectionPorts['balances'] = {
      ...balances,
      add: (name, addition) => {
        writes += 1;
        return balances.add(name, addition);
      },
    };
    const batch = Array.from({ length: 50 }, (_, n) => ({
      sequence: BigInt(n),
      journal: captureOf({ orderId: `ord_${n}`, amount: 100 }),
    }));
    await project({ balances: counted, clock }, 'shardId-1', batch);
    expect(writes).toBe(3); // the day, the merchant, the buyer
    await project({ balances: counted, clock }, 'shardId-1', batch);
    expect(writes).toBe(3);
  });

  test('forget the marks of shards that are gone, but not while they are few', async () => {
    const { stored, balances } = balancesInMemory();
    let now = clock.now();
    for (let shard = 0; shard < 30; shard++) {
      const journal = captureOf({ orderId: `ord_${shard}`, amount: 1, businessDate: '2026-11-02' });
      await project({ balances, clock: { now: () => now } }, `shardId-${shard}`, [{ sequence: 1n, journal }]);
      now += 24 * 60 * 60 * 1000;
    }
    const marks = [...(stored.get('DAY#2026-11-02')?.marks.keys() ?? [])];
    expect(marks).toHaveLength(9); // its own and the eight latest
    expect(marks).toContain('shardId-29');
    expect(marks).not.toContain('shardId-0');
  });
});

/** Lambda sends a batch again until it is taken in. */
async function untilTaken(run: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    try {
      return await run();
    } catch (error) {
      if (!/throttled|got lost/.test(String(error))) throw error;
    }
  }
  throw new Error('never taken in');
}
