import * as z from 'zod/mini';
import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import { listByCreation } from '../shared/creation-index.ts';
import { afterCursor, cursorOf } from '../shared/cursor.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Item } from '../shared/page.ts';
import type { ListPage } from '../shared/page-of-list.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { SealedOnce } from '../shared/sealed-once.ts';
import type { Table } from '../shared/table.ts';
import { isNew, type Write, WriteRefused } from '../shared/write.ts';
import { apiKeyWrites } from './api-key.store.ts';
import { connectionWrites } from './connection.store.ts';
import type { FirstCalls } from './connection-test.ts';
import { merchantKey, merchantWrite, readMerchant } from './merchant.item.ts';
import { refuseMerchant } from './merchant.refusals.ts';
import type { Merchant } from './merchant.ts';
import { merchantListCheckWrite } from './merchant-list-check.item.ts';
import type { MerchantEffect, OperatorRequest } from './merchant-ports.ts';
import type { MerchantList } from './read-merchants.ts';
import { StoredScreening } from './screening-record.ts';
import { isHeldFor } from './suspend-merchant.ts';

/** The merchant, whatever its state; undefined where there is none. */
export async function findMerchant(table: Table, merchantId: string): Promise<Merchant | undefined> {
  const item = await table.get(merchantKey(merchantId));
  return item && readMerchant(item);
}

/** The same, where there has to be one. */
export async function getMerchant(table: Table, merchantId: string): Promise<Merchant> {
  const found = await findMerchant(table, merchantId);
  if (found) return found;
  throw refuseMerchant('MerchantNotFound', `There is no merchant ${merchantId}.`);
}

const ownerOf = (merchantId: string) => `MERCHANT#${merchantId}` as const;

/** Merchants of the Transactions table. */
export function merchantStore(table: Table, proofs: SealedOnce) {
  return {
    get: (merchantId: string) => getMerchant(table, merchantId),
    earlier: (once: OnceRequest): Promise<Answer | undefined> => proofs.earlier('OPERATOR', once),
    save: (effect: MerchantEffect, request: OperatorRequest, told: Answer) =>
      save(table, proofs, effect, request, told),
    /** For what is no POST: a repeat finds it done. */
    change: async (effect: MerchantEffect, actor: Actor): Promise<void> => {
      try {
        await table.write(...effectWrites(table.name, effect, actor));
      } catch (error) {
        throw error instanceof WriteRefused ? overtaken(error) : error;
      }
    },
    list: ({ state, heldFor, limit, cursor }: MerchantList) =>
      listByCreation(table, {
        owner: 'OPERATOR',
        kind: 'MERCHANT',
        filter: JSON.stringify([state, heldFor]),
        limit,
        cursor,
        read: (item: Item) => {
          const merchant = readMerchant(item);
          if (state !== undefined && merchant.state !== state) return undefined;
          return heldFor === undefined || isHeldFor(merchant, heldFor) ? merchant : undefined;
        },
      }),
    screenings: (merchantId: string, page: ListPage) => screenings(table, merchantId, page),
  };
}

async function save(
  table: Table,
  proofs: SealedOnce,
  effect: MerchantEffect,
  { actor, once }: OperatorRequest,
  told: Answer,
): Promise<Answer> {
  try {
    const writes = effectWrites(table.name, effect, actor);
    return await proofs.write({ owner: 'OPERATOR', once, answer: told, writes });
  } catch (error) {
    throw error instanceof WriteRefused ? overtaken(error) : error;
  }
}

/** A change of a merchant and all that is written with it. */
export const effectWrites = (
  table: string,
  { merchant, event, keys = [], connections = [], screening, check }: MerchantEffect,
  actor: Actor,
): Write[] => [
  merchantWrite(table, merchant, { actor, event }),
  ...keys.flatMap((key) => apiKeyWrites(table, key)),
  ...connections.flatMap((connection) => connectionWrites(table, connection)),
  ...(screening ? [screeningWrite(table, screening)] : []),
  ...(check ? [merchantListCheckWrite(table, check)] : []),
];

/** Another request was there between our reading and our writing. */
const overtaken = (refused: WriteRefused): Error =>
  refuseRequest('TooBusy', 'The merchant has changed since it was read. Send this again.', {}, refused);

const screeningKey = ({ merchantId, screenedAt, screeningId }: StoredScreening) => ({
  PK: ownerOf(merchantId),
  SK: `LISTMATCH#${screenedAt}#${screeningId}`,
});

const screeningWrite = (table: string, screening: StoredScreening): Write => ({
  table,
  put: { ...screeningKey(screening), ...screening },
  condition: isNew,
});

async function screenings(table: Table, merchantId: string, { limit, cursor }: ListPage) {
  const [partition, prefix] = [ownerOf(merchantId), 'LISTMATCH#'];
  const list = `${partition} ${prefix}`;
  const after = afterCursor(list, cursor, {
    PK: (value) => value === partition,
    SK: (value) => value.startsWith(prefix),
  });
  const page = await table.query({ partition, prefix, limit, newestFirst: true, after });
  return { items: page.items.map((item) => StoredScreening.parse(item)), nextCursor: cursorOf(list, page.last) };
}

const OrderSeen = z.object({ SK: z.string(), buyerId: z.string(), state: z.string(), updatedAt: z.string() });
const shipped: ReadonlySet<string> = new Set(['partially_confirmed', 'confirmed']);

/** What a merchant's system has done so far, from its own buyers and orders. */
export async function firstCalls(table: Table, merchantId: string): Promise<FirstCalls> {
  const partition = ownerOf(merchantId);
  const [buyer] = (await table.query({ partition, prefix: 'BUYER#', limit: 1 })).items;
  const buyerId = buyer && String(buyer.buyerId);
  let orderId: string | undefined;
  let after: Item | undefined;
  do {
    const page = await table.query({ partition, prefix: 'ORDER#', limit: 100, after });
    const orders = page.items.map((item) => OrderSeen.parse(item));
    const idOf = ({ SK }: z.infer<typeof OrderSeen>) => SK.slice('ORDER#'.length);
    const confirmed = orders.find(({ state }) => shipped.has(state));
    orderId ??= orders[0] && idOf(orders[0]);
    if (confirmed) {
      const { buyerId: by, updatedAt: at } = confirmed;
      return { buyerId, orderId, confirmed: { orderId: idOf(confirmed), buyerId: by, at } };
    }
    after = page.last;
  } while (after);
  return { buyerId, orderId };
}
