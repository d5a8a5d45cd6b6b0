import type { Actor } from '../shared/actor.ts';
import { creationKeys } from '../shared/creation-index.ts';
import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, type Write } from '../shared/write.ts';
import { Drift, driftIdOf, isNews, type Resolution, sameFacts, seen, settled, type Witness } from './drift.ts';
import { type ComparedOrder, factsOf, kindsOfOrder, sightOf } from './sights.ts';

export interface DriftId {
  readonly merchantId: string;
  readonly driftId: string;
}

export const driftKey = ({ merchantId, driftId }: DriftId) => ({
  PK: `MERCHANT#${merchantId}`,
  SK: `DRIFT#${driftId}`,
});

/** The partition of the sparse index in which drifts lie while they are open, those of a merchant together. */
export const openDrifts = 'DRIFTS';

const openKeys = ({ state, merchantId, openedAt, createdAt, driftId }: Drift) =>
  state === 'open' ? { GSI2PK: openDrifts, GSI2SK: `${merchantId}#${openedAt ?? createdAt}#${driftId}` } : {};

/** What the index says of an open drift. */
export function openDriftOf({ GSI2SK }: Item): DriftId & { readonly openedAt: string } {
  const [merchantId = '', openedAt = '', driftId = ''] = String(GSI2SK).split('#');
  return { merchantId, openedAt, driftId };
}

export const readDrift = (item: Item): Drift => Drift.parse(item);

/** The drift as it is now to be. Only news are told as an event; the facts stand in the item by name, for events to show. */
export function driftWrite(table: string, known: Drift | undefined, next: Drift, actor: Actor): Write {
  const { merchantId, driftId, createdAt, facts } = next;
  const told = next.state === 'open' ? 'drift.detected' : 'drift.resolved';
  const difference =
    facts.shopAmount === null || facts.paidAmount === null ? undefined : facts.shopAmount - facts.paidAmount;
  return {
    table,
    put: {
      ...driftKey(next),
      ...next,
      ...facts,
      difference,
      actor,
      ...creationKeys({ owner: `MERCHANT#${merchantId}`, kind: 'DRIFT', createdAt, id: driftId }),
      ...openKeys(next),
      ...(isNews(known, next) ? { outbox: told } : {}),
    },
    condition: known ? atVersion(known.version) : isNew,
  };
}

/** What somebody has decided about a drift, and carries out by changing its order. */
export interface DriftDecision {
  readonly driftId: string;
  readonly resolution: Resolution;
  readonly reason: string;
}

export interface OrderMove {
  readonly before: ComparedOrder;
  readonly after: ComparedOrder;
  readonly at: string;
  readonly actor: Actor;
  readonly decision?: DriftDecision | undefined;
}

const witnessOf = ({ at, actor: { by, requestId } }: OrderMove): Witness => ({ at, by, requestId });

/**
 * The writes by which the drifts of an order follow a change of it, to go into the transaction of that change: there is no moment
 * in which an order is apart from the shop and no drift says so. An order of which the shop has said nothing costs no read.
 */
export async function driftWrites(table: Table, move: OrderMove): Promise<Write[]> {
  const { before, after, actor, decision } = move;
  const writes: Write[] = [];
  for (const kind of kindsOfOrder) {
    const [was, is] = [sightOf(kind, before), sightOf(kind, after)];
    if (!(was || is) || (was && is && was.cause === is.cause && sameFacts(was.facts, is.facts))) continue;
    const driftId = driftIdOf(after.merchantId, after.reference, kind);
    const known = await find(table, { merchantId: after.merchantId, driftId });
    const next = is ? seen(known, is, witnessOf(move)) : ended(known, move);
    if (next) writes.push(driftWrite(table.name, known, next, actor));
  }
  const missing = driftIdOf(after.merchantId, after.reference, 'missing');
  if (decision?.driftId === missing) {
    const known = await find(table, { merchantId: after.merchantId, driftId: missing });
    const next = ended(known, move);
    if (next) writes.push(driftWrite(table.name, known, next, actor));
  }
  return writes;
}

function ended(known: Drift | undefined, move: OrderMove): Drift | undefined {
  if (known?.state !== 'open') return undefined;
  const decided = move.decision?.driftId === known.driftId ? move.decision : { resolution: 'change' as const };
  return settled(known, { ...decided, facts: factsOf(move.after) }, witnessOf(move));
}

async function find(table: Table, id: DriftId): Promise<Drift | undefined> {
  const item = await table.get(driftKey(id));
  return item && readDrift(item);
}
