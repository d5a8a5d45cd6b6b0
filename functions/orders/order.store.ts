import { driftWrites } from '../drift/drift.item.ts';
import { posting } from '../ledger/journal.ts';
import { listByCreation } from '../shared/creation-index.ts';
import type { Proof } from '../shared/once.ts';
import type { Item } from '../shared/page.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, type Write, WriteContended, WriteRefused } from '../shared/write.ts';
import { OrderMoved, type SavedChange } from './change.ts';
import { creditRefused, creditWrite } from './credit-move.store.ts';
import { kindsOf, type OrderId, orderItem, orderKey, pendingMark, readOrder, type StoredOrder } from './order.item.ts';
import { refuseOrder } from './order.refusals.ts';
import type { Order, OrderMethod } from './order.ts';

export interface OrderQuery {
  readonly merchantId: string;
  readonly state?: string | undefined;
  readonly method?: OrderMethod | undefined;
  readonly buyerId?: string | undefined;
  /** Instants of placing: from (included) to (not included). */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Orders of the Transactions table. `ledgerTable` is where captures post. */
export function orderStore(table: Table, ledgerTable: string) {
  const get = async (id: OrderId): Promise<StoredOrder> => {
    const item = await table.get(orderKey(id));
    if (!item) throw refuseOrder('OrderNotFound', `There is no order ${id.orderId}.`);
    return readOrder(item);
  };
  return {
    get,
    exists: async (id: OrderId): Promise<boolean> => (await table.get(orderKey(id))) !== undefined,
    save: (before: StoredOrder, change: SavedChange, proof?: Proof) => save(table, ledgerTable, before, change, proof),
    list: (query: OrderQuery) => list(table, query),
    endingHolds: (lastDay: string) => endingHolds(table, lastDay),
  };
}

async function save(
  table: Table,
  ledgerTable: string,
  before: StoredOrder,
  { order, event, actor, credit, journal, also = [], decision }: SavedChange,
  proof: Proof | undefined,
): Promise<void> {
  const earlier = before.proofs().filter(({ key }) => key !== proof?.key);
  const proofs = [...earlier, ...(proof ? [proof] : [])];
  const put = orderItem(order, proofs, event, actor);
  const drifts = await driftWrites(table, { before: before.order, after: order, at: order.updatedAt, actor, decision });
  const writes: Write[] = [
    { table: table.name, put, condition: atVersion(before.order.version) },
    ...(credit ? [creditWrite(table.name, order, credit)] : []),
    ...(journal ? [posting(ledgerTable, journal)] : []),
    ...also,
    ...drifts,
  ];
  try {
    await table.write(...writes);
  } catch (error) {
    if (error instanceof WriteContended) throw tooBusy(error);
    if (!(error instanceof WriteRefused)) throw error;
    if (error.found[0]) throw new OrderMoved(order.id, { cause: error });
    if (credit && error.found[1]) throw await creditRefused(table, order, credit, error.found[1].item);
    if (error.found.some((one, at) => one && at >= writes.length - drifts.length)) throw new OrderMoved(order.id);
    throw error; // a journal under this event id without its order: the ledger check will name it
  }
}

const tooBusy = (cause: WriteContended): Refusal =>
  refuseRequest('TooBusy', 'Other requests are at the same order or credit account. Send this one again.', {}, cause);

async function list(table: Table, { merchantId, state, method, buyerId, ...page }: OrderQuery) {
  const read = (item: Item): Order | undefined => {
    const { order } = readOrder(item);
    return (state ?? order.state) === order.state && (buyerId ?? order.buyerId) === order.buyerId ? order : undefined;
  };
  const filter = JSON.stringify([state, buyerId, page.from, page.before]);
  return listByCreation(table, { owner: `MERCHANT#${merchantId}`, kinds: kindsOf(method), filter, read, ...page });
}

/**
 * Orders whose hold stands no longer than `lastDay`, and all that wait for their provider. Walks the sparse index of open holds: its
 * size is the number of open orders, not of all orders.
 */
async function* endingHolds(table: Table, lastDay: string): AsyncGenerator<OrderId> {
  let after: Item | undefined;
  do {
    const page = await table.scan({ index: 'openHolds', after });
    for (const { PK, SK, GSI2SK, expiresOn } of page.items) {
      if (!String(SK).startsWith('ORDER#')) continue; // open drifts lie there too
      if (String(expiresOn) > lastDay && !String(GSI2SK).endsWith(pendingMark)) continue;
      yield { merchantId: String(PK).slice('MERCHANT#'.length), orderId: String(SK).slice('ORDER#'.length) };
    }
    after = page.last;
  } while (after);
}
