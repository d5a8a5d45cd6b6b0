import { kindsOf, orderKey, readOrder } from '../orders/order.item.ts';
import type { Order } from '../orders/order.ts';
import { listByCreation } from '../shared/creation-index.ts';
import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';

export interface ShopQuery {
  readonly merchantId: string;
  /** Whatever narrows the list, and its words: a cursor is good for the same words only. */
  readonly isAsked: (order: Order) => boolean;
  readonly filter: string;
  /** Instants of placing: from (included) to (not included). */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Orders as a shop looks for them: by what its screen shows of them, and many by their ids. */
export const shopOrderStore = (table: Table) => ({
  list: (query: ShopQuery) => list(table, query),
  /** All orders placed between two instants (the second not included): for comparisons, whose ranges are short. */
  placed: async (merchantId: string, range: { readonly from: string; readonly before: string }): Promise<Order[]> => {
    const found: Order[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(table, {
        merchantId,
        isAsked: () => true,
        filter: 'placed',
        ...range,
        limit: 100,
        cursor,
      });
      found.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  },
  some: async (merchantId: string, orderIds: readonly string[]): Promise<Order[]> => {
    const found: Order[] = [];
    for (let at = 0; at < orderIds.length; at += 100) {
      const keys = orderIds.slice(at, at + 100).map((orderId) => orderKey({ merchantId, orderId }));
      found.push(...(await table.getMany(keys)).map((item) => readOrder(item).order));
    }
    return found;
  },
});

function list(table: Table, { merchantId, isAsked, ...query }: ShopQuery) {
  const read = (item: Item): Order | undefined => {
    const { order } = readOrder(item);
    return isAsked(order) ? order : undefined;
  };
  return listByCreation(table, { owner: `MERCHANT#${merchantId}`, kinds: kindsOf(undefined), read, ...query });
}
