import { paidAmountOf, standsWithUs } from '../drift/sights.ts';
import type { OrderResource } from '../orders/order.contract.ts';

/**
 * What the shop shows, what will be billed, and the difference that somebody has to look at: none where nothing will be billed,
 * and none where the shop has said nothing else than we know.
 */
export function amountsOf(order: OrderResource) {
  const paidAmount = paidAmountOf(order);
  const isApart = order.amountMismatch !== 0;
  const shopAmount = isApart || !standsWithUs(order) ? order.shopAmount : paidAmount;
  return { shopAmount, paidAmount, difference: isApart && standsWithUs(order) ? shopAmount - paidAmount : 0 };
}
