import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import { listByCreation } from '../shared/creation-index.ts';
import { earlierAnswer, type OnceOwner, type OnceWrite, writeOnce } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Item } from '../shared/page.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Table } from '../shared/table.ts';
import { unlessRefused, WriteRefused } from '../shared/write.ts';
import { type DriftId, driftKey, driftWrite, readDrift } from './drift.item.ts';
import { refuseDrift } from './drift.refusals.ts';
import type { Drift, DriftKind } from './drift.ts';

export interface DriftList {
  readonly merchantId: string;
  readonly state?: Drift['state'] | undefined;
  readonly kind?: DriftKind | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface DriftSave {
  readonly known: Drift | undefined;
  readonly next: Drift;
  readonly actor: Actor;
}

const ownerOf = (merchantId: string): OnceOwner => `MERCHANT#${merchantId}`;

/** Drifts of the Transactions table. Those of an order's own facts are written with the order (drift.item.ts). */
export function driftStore(table: Table, clock: Clock) {
  return {
    get: async (id: DriftId): Promise<Drift> => {
      const found = await find(table, id);
      if (!found) throw refuseDrift('DriftNotFound', `There is no drift ${id.driftId}.`);
      return found;
    },
    find: (id: DriftId) => find(table, id),
    list: (query: DriftList) => list(table, query),
    openOf: (merchantId: string, kind: DriftKind) => openOf(table, merchantId, kind),
    /** False when somebody else changed it since it was read. */
    save: ({ known, next, actor }: DriftSave) => unlessRefused(table.write(driftWrite(table.name, known, next, actor))),
    earlier: (merchantId: string, once: OnceRequest) => earlierAnswer(table, ownerOf(merchantId), once),
    /** Keeps the answer to a request, with a change of a drift where there is one. */
    prove: (merchantId: string, once: OnceRequest, answer: Answer, change?: DriftSave) =>
      prove(table, clock, { owner: ownerOf(merchantId), once, answer }, change),
  };
}

async function prove(
  table: Table,
  clock: Clock,
  told: Omit<OnceWrite, 'writes'>,
  change: DriftSave | undefined,
): Promise<Answer> {
  const writes = change ? [driftWrite(table.name, change.known, change.next, change.actor)] : [];
  try {
    return await writeOnce(table, clock, { ...told, writes });
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    throw refuseRequest('TooBusy', 'The drift has just changed. Send the same request again.', {}, error);
  }
}

async function find(table: Table, id: DriftId): Promise<Drift | undefined> {
  const item = await table.get(driftKey(id));
  return item && readDrift(item);
}

async function list(table: Table, { merchantId, state, kind, limit, cursor }: DriftList) {
  const read = (item: Item): Drift | undefined => {
    const drift = readDrift(item);
    return (state ?? drift.state) === drift.state && (kind ?? drift.kind) === drift.kind ? drift : undefined;
  };
  const filter = JSON.stringify([state, kind]);
  return listByCreation(table, { owner: ownerOf(merchantId), kind: 'DRIFT', filter, limit, cursor, read });
}

/** All open drifts of a kind: people resolve them, so there are few. */
async function openOf(table: Table, merchantId: string, kind: DriftKind): Promise<Drift[]> {
  const found: Drift[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(table, { merchantId, kind, state: 'open', limit: 100, cursor });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}
