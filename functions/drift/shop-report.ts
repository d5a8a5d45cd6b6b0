import { type ChangePorts, changeOnce } from '../orders/change.ts';
import type { OrderId } from '../orders/order.item.ts';
import { amended, type Order, type ShopStatus } from '../orders/order.ts';
import type { Actor } from '../shared/actor.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { yen } from '../shared/money.ts';
import { agreesOn, kindsOfOrder, sightOf } from './sights.ts';

/** What a shop says of one of its orders. */
export interface ShopReport {
  readonly amount?: number | undefined;
  readonly status?: ShopStatus | undefined;
}

/** The order with what the shop says of it; the same order when it has said nothing new. No money moves. */
export function reported(order: Order, { amount, status }: ShopReport, at: string): Order {
  const shopAmount = amount === undefined ? order.shopAmount : agreesOn(order, amount) ? undefined : yen(amount);
  const shopStatus = status ?? order.shopStatus;
  if (shopAmount === order.shopAmount && shopStatus === order.shopStatus) return order;
  return amended(order, at, { shopAmount, shopStatus });
}

/**
 * An order of which the shop has said nothing so far and says nothing that is apart now: a daily comparison leaves all those alone,
 * and they are nearly all.
 */
const isUneventful = (before: Order, after: Order): boolean =>
  before.shopAmount === undefined &&
  before.shopStatus === undefined &&
  kindsOfOrder.every((kind) => sightOf(kind, after) === undefined);

class NothingNew extends Error {}

/** Writes down what the shop says, with the drift that follows from it; leaves the order alone when it says nothing new. */
export async function recordShopReport(
  ports: ChangePorts & { readonly clock: Clock },
  id: OrderId,
  report: ShopReport,
  actor: Actor,
): Promise<void> {
  try {
    await changeOnce(ports, id, { status: 200, actor }, (before) => {
      const order = reported(before, report, instant(ports.clock));
      if (order === before || isUneventful(before, order)) throw new NothingNew();
      return { order, event: 'order.shop_reported' };
    });
  } catch (error) {
    if (!(error instanceof NothingNew)) throw error;
  }
}
