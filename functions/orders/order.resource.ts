import type { OrderResource } from './order.contract.ts';
import type { Order, OrderState } from './order.ts';

const nextActions: Readonly<Record<OrderState, OrderResource['nextActions']>> = {
  review: [],
  pending_provider: [],
  authorized: ['confirm', 'change_amount', 'cancel'],
  partially_confirmed: ['confirm'],
  confirmed: [],
  cancelled: [],
  expired: [],
  declined: [],
};

/** An order as the API shows it (API.md section 3). */
export const orderResource = (order: Order): OrderResource => ({
  id: order.id,
  reference: order.reference,
  buyerId: order.buyerId,
  method: 'paid',
  state: order.state,
  stateReason: order.stateReason ?? null,
  nextActions: nextActions[order.state],
  lines: [...order.lines],
  amount: order.amount,
  amountConfirmed: order.amountConfirmed,
  amountCancelled: order.amountCancelled,
  amountRemaining: order.amountRemaining,
  amountCredited: 0,
  shippingDueOn: order.shippingDueOn ?? null,
  expiresOn: order.expiresOn,
  confirmations: order.confirmations.map(({ id, amount, shippedOn, carrier, trackingNumber, confirmedAt }) => ({
    id,
    amount,
    shippedOn,
    carrier: carrier ?? null,
    trackingNumber: trackingNumber ?? null,
    confirmedAt,
  })),
  version: order.version,
  createdAt: order.createdAt,
  updatedAt: order.updatedAt,
});
