import type { Clock } from '../shared/clock.ts';
import { addTurnovers, type BalanceName, type Turnovers, turnoversOf } from './balance.ts';
import type { JournalItem } from './journal.item.ts';

/** A journal as one shard of the ledger's stream brought it. Sequence numbers grow along a shard. */
export interface StreamedJournal {
  readonly sequence: bigint;
  readonly journal: JournalItem;
}

/** How far a balance has taken a shard in. */
export interface Mark {
  readonly sequence: bigint;
  /** Milliseconds since the epoch. */
  readonly setAt: number;
}

export interface Balance {
  readonly turnovers: Turnovers;
  readonly marks: ReadonlyMap<string, Mark>;
}

export interface Addition {
  readonly turnovers: Turnovers;
  readonly shardId: string;
  /** The mark that was read, and the one that takes its place in the same write. */
  readonly before: Mark | undefined;
  readonly after: Mark;
  /** Shards whose marks are no longer needed. */
  readonly forget: readonly string[];
}

export interface ProjectionPorts {
  readonly balances: {
    read(names: readonly BalanceName[]): Promise<ReadonlyMap<BalanceName, Balance>>;
    /** False when the balance's mark of the shard is not `before` any more; then nothing was added. */
    add(name: BalanceName, addition: Addition): Promise<boolean>;
  };
  readonly clock: Clock;
}

interface Share {
  readonly sequence: bigint;
  readonly turnovers: Turnovers;
}

const parallel = 20;

/**
 * Adds a batch of journals to the derived balances, each journal exactly once, however often and in whatever pieces the
 * stream brings it: a balance remembers per shard how far it has come, and moves that mark in the write that adds
 * (ARCHITECTURE.md section 3). Nothing ties the balances to each other, so a batch that broke in the middle is just sent again.
 */
export async function project(ports: ProjectionPorts, shardId: string, batch: readonly StreamedJournal[]) {
  const shares = sharesOf(batch);
  const names = [...shares.keys()];
  const balances = await ports.balances.read(names);
  for (let at = 0; at < names.length; at += parallel) {
    await Promise.all(
      names
        .slice(at, at + parallel)
        .map((name) => addShares(ports, shardId, name, shares.get(name) ?? [], balances.get(name))),
    );
  }
}

/** Per balance what each journal brings it, in the order of the shard. */
function sharesOf(batch: readonly StreamedJournal[]): Map<BalanceName, Share[]> {
  const shares = new Map<BalanceName, Share[]>();
  for (const { sequence, journal } of batch.toSorted((a, b) => (a.sequence < b.sequence ? -1 : 1))) {
    for (const [name, turnovers] of turnoversOf(journal)) {
      shares.set(name, [...(shares.get(name) ?? []), { sequence, turnovers }]);
    }
  }
  return shares;
}

const triesMax = 10;

async function addShares(
  { balances, clock }: ProjectionPorts,
  shardId: string,
  name: BalanceName,
  shares: readonly Share[],
  read: Balance | undefined,
): Promise<void> {
  let balance = read;
  for (let tries = 0; tries < triesMax; tries++) {
    const before = balance?.marks.get(shardId);
    const fresh = shares.filter(({ sequence }) => before === undefined || sequence > before.sequence);
    const last = fresh.at(-1);
    if (!last) return;
    const turnovers = fresh.reduce<Turnovers>((sum, share) => addTurnovers(sum, share.turnovers), {});
    const after = { sequence: last.sequence, setAt: clock.now() };
    const forget = staleMarks(balance?.marks ?? new Map(), shardId, clock.now());
    if (await balances.add(name, { turnovers, shardId, before, after, forget })) return;
    balance = (await balances.read([name])).get(name); // the same shard was taken in elsewhere meanwhile
  }
  throw new Error(`${name} was moved on by others ${triesMax} times`);
}

const dayMs = 24 * 60 * 60 * 1000;
/** A stream keeps records for 24 hours: what a mark has counted twice that time ago cannot come again. */
const markAgeMaxMs = 2 * dayMs;
/** Kept whatever their age: time in a sandbox leaps, while its stream keeps its records. */
const marksKept = 8;

function staleMarks(marks: ReadonlyMap<string, Mark>, shardId: string, nowMs: number): string[] {
  return [...marks]
    .filter(([shard]) => shard !== shardId)
    .sort(([, a], [, b]) => b.setAt - a.setAt)
    .slice(marksKept)
    .filter(([, mark]) => mark.setAt < nowMs - markAgeMaxMs)
    .map(([shard]) => shard);
}
