import type { ShopStatus } from '../orders/order.ts';
import type { DriftKind, Facts, Sight } from './drift.ts';

/** As much of an order as the comparison looks at. */
export interface ComparedOrder {
  readonly id: string;
  readonly merchantId: string;
  readonly reference: string;
  readonly state: string;
  readonly amount: number;
  readonly amountCancelled: number;
  /** What the shop shows, where it is another amount than ours. */
  readonly shopAmount?: number | undefined;
  readonly shopStatus?: ShopStatus | undefined;
}

/** Nothing will be billed for these, whatever the shop shows. */
const endedStates: ReadonlySet<string> = new Set(['cancelled', 'expired', 'declined']);

export const standsWithUs = ({ state }: Pick<ComparedOrder, 'state'>): boolean => !endedStates.has(state);

/** What we will bill for the order, unless more of it is cancelled: the Paid amount (Paid の決済金額). */
export const paidAmountOf = (order: Pick<ComparedOrder, 'amount' | 'amountCancelled' | 'state'>): number =>
  standsWithUs(order) ? order.amount - order.amountCancelled : 0;

export const factsOf = (order: ComparedOrder): Facts => ({
  shopAmount: order.shopAmount ?? null,
  paidAmount: paidAmountOf(order),
  shopStatus: order.shopStatus ?? null,
  orderState: order.state,
});

/** What an order by itself can be apart in: the other two kinds need the shop's whole list. */
export const kindsOfOrder = ['amount', 'status'] as const satisfies readonly DriftKind[];

/** The disagreement of this kind in which the order stands, if any. It follows from the order alone, so no read can miss it. */
export function sightOf(kind: (typeof kindsOfOrder)[number], order: ComparedOrder): Sight | undefined {
  const cause = kind === 'amount' ? amountCause(order) : statusCause(order);
  if (!cause) return undefined;
  const { merchantId, reference, id: orderId } = order;
  return { merchantId, kind, cause, reference, orderId, facts: factsOf(order) };
}

/**
 * Whether an amount that a shop shows is the one we have: as ordered, or what is left of it after a shipment that closed the order
 * below its amount. Shops keep either.
 */
export const agreesOn = (order: Pick<ComparedOrder, 'amount' | 'amountCancelled' | 'state'>, amount: number): boolean =>
  amount === order.amount || amount === paidAmountOf(order);

function amountCause(order: ComparedOrder): 'amount_differs' | undefined {
  if (order.shopAmount === undefined || !standsWithUs(order) || order.shopStatus === 'cancelled') return undefined;
  return agreesOn(order, order.shopAmount) ? undefined : 'amount_differs';
}

function statusCause(order: ComparedOrder): Sight['cause'] | undefined {
  if (order.shopStatus === undefined) return undefined;
  if (!standsWithUs(order)) return order.shopStatus === 'cancelled' ? undefined : 'payment_released';
  if (order.shopStatus === 'cancelled') return 'shop_cancelled';
  return order.shopStatus === 'shipped' && order.state !== 'confirmed' ? 'shop_shipped' : undefined;
}
