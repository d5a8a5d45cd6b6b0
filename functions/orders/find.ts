import { plusDays } from '../shared/clock.ts';
import { Refusal } from '../shared/refusal.ts';
import { type OrderId, orderIdOf, type StoredOrder } from './order.item.ts';
import type { OrderQuery } from './order.store.ts';
import type { Order } from './order.ts';

export interface FindPorts {
  readonly orders: {
    get(id: OrderId): Promise<StoredOrder>;
    list(query: OrderQuery): Promise<{ items: Order[]; nextCursor: string | null }>;
  };
}

export interface FindOrders extends Omit<OrderQuery, 'from' | 'before'> {
  readonly reference?: string | undefined;
  /** Business dates in Japan, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Lists orders, newest first. A reference names one order at most, so it needs no list. */
export async function findOrders(ports: FindPorts, { reference, from, to, ...query }: FindOrders) {
  const range = { from: from && midnightInJapan(from), before: to && midnightInJapan(plusDays(to, 1)) };
  if (reference === undefined) return ports.orders.list({ ...query, ...range });
  const order = await byReference(ports, query.merchantId, reference);
  const isAsked =
    order !== undefined &&
    (query.state ?? order.state) === order.state &&
    (query.buyerId ?? order.buyerId) === order.buyerId &&
    (range.from ?? order.createdAt) <= order.createdAt &&
    (range.before ?? '9') > order.createdAt;
  return { items: isAsked ? [order] : [], nextCursor: null };
}

async function byReference(ports: FindPorts, merchantId: string, reference: string): Promise<Order | undefined> {
  try {
    return (await ports.orders.get({ merchantId, orderId: orderIdOf(merchantId, reference) })).order;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'OrderNotFound') return undefined;
    throw error;
  }
}

const midnightInJapan = (date: string): string => new Date(`${date}T00:00:00+09:00`).toISOString();
