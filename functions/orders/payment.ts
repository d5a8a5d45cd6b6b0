import type { OrderState } from './order.ts';

/** How far the payment of an order has come, whatever the method (CAPABILITIES.md P31). */
export const paymentStatuses = [
  'reviewing',
  'pending',
  'authorized',
  'partially_captured',
  'captured',
  'partially_refunded',
  'refunded',
  'cancelled',
  'expired',
  'declined',
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

export interface Payment {
  readonly status: PaymentStatus;
  /** What was asked for; yen, as all of these. */
  readonly amount: number;
  /** What the buyer was charged with, before anything was given back. */
  readonly captured: number;
  readonly refunded: number;
  /** What may still be captured. */
  readonly remaining: number;
}

/** As much of an order as its payment follows from. */
export interface PaidOrder {
  readonly state: OrderState;
  readonly amount: number;
  readonly amountConfirmed: number;
  readonly amountCredited: number;
  readonly amountRemaining: number;
}

const statuses: Readonly<Record<OrderState, PaymentStatus>> = {
  review: 'reviewing',
  pending_provider: 'pending',
  authorized: 'authorized',
  partially_confirmed: 'partially_captured',
  confirmed: 'captured',
  cancelled: 'cancelled',
  expired: 'expired',
  declined: 'declined',
};

/** The payment in the words that all methods share. While something may still be captured, that is what is told of it. */
export function paymentOf(order: PaidOrder): Payment {
  const { state, amount, amountConfirmed: captured, amountCredited: refunded, amountRemaining: remaining } = order;
  const given = refunded === captured ? 'refunded' : 'partially_refunded';
  const status = state === 'confirmed' && refunded > 0 ? given : statuses[state];
  return { status, amount, captured, refunded, remaining };
}
