import { createHash } from 'node:crypto';
import { creditedOf } from './credit-note.ts';
import type { OrderResource } from './order.contract.ts';
import { type Order, openStates, reasonCodeOf } from './order.ts';
import { paymentOf } from './payment.ts';
import { stateHistory } from './state-history.ts';

/** An order as the API shows it (API.md section 3). */
export const orderResource = (order: Order): OrderResource => ({
  id: order.id,
  reference: order.reference,
  paymentNumber: paymentNumberOf(order.id),
  buyerId: order.buyerId,
  method: 'paid',
  state: order.state,
  stateReason: order.stateReason ?? null,
  nextActions: nextActions(order),
  warnings: warnings(order),
  lines: [...order.lines],
  amount: order.amount,
  amountConfirmed: order.amountConfirmed,
  amountCancelled: order.amountCancelled,
  amountRemaining: order.amountRemaining,
  amountCredited: creditedOf(order),
  shopAmount: order.shopAmount ?? order.amount,
  amountMismatch: mismatchOf(order),
  shopStatus: order.shopStatus ?? null,
  shippingDueOn: order.shippingDueOn ?? null,
  expiresOn: order.expiresOn,
  decideBy: order.decideBy ?? null,
  calendarVersion: order.calendarVersion ?? null,
  confirmations: order.confirmations.map(({ id, amount, shippedOn, carrier, trackingNumber, confirmedAt }) => ({
    id,
    amount,
    shippedOn,
    carrier: carrier ?? null,
    trackingNumber: trackingNumber ?? null,
    confirmedAt,
  })),
  creditNotes: (order.credits ?? []).map(({ id, amount, reason, note, lines, creditedAt }) => ({
    id,
    amount,
    reason,
    note: note ?? null,
    lines: lines ? [...lines] : null,
    creditedAt,
    reasonCode: reasonCodeOf(reason),
  })),
  version: order.version,
  createdAt: order.createdAt,
  updatedAt: order.updatedAt,
  payment: paymentOf({ ...order, amountCredited: creditedOf(order) }),
  stateHistory: [...stateHistory(order)],
});

/** What the shop shows less what we have (CAPABILITIES.md P16). */
const mismatchOf = ({ shopAmount, amount }: Order): number => (shopAmount ?? amount) - amount;

/** What can be done with the order now. */
function nextActions(order: Order): OrderResource['nextActions'] {
  const extend = openStates.has(order.state) && order.extendedAt === undefined ? (['extend'] as const) : [];
  const credit = order.amountConfirmed > creditedOf(order) ? (['credit'] as const) : [];
  switch (order.state) {
    case 'review':
    case 'pending_provider':
      return ['cancel'];
    case 'authorized':
      return ['confirm', 'change_amount', 'cancel', ...extend];
    case 'partially_confirmed':
      return ['confirm', 'finalize', ...credit, ...extend];
    case 'confirmed':
      return [...credit];
    default:
      return [];
  }
}

/** What a person should look at before the next step; nothing is refused for it (CAPABILITIES.md P17, P18, P21). */
function warnings(order: Order): OrderResource['warnings'] {
  const { state, amount, shopAmount = amount, shopStatus, warnedAt, extendedAt, expiresOn } = order;
  const isOpen = openStates.has(state);
  const all = [
    shopAmount !== amount && warning('amount_mismatch', `The shop shows ${shopAmount} yen, the order has ${amount}.`),
    isOpen &&
      shopStatus === 'cancelled' &&
      warning('shop_cancelled', 'The shop has cancelled this order; its payment stands until it is cancelled here.'),
    isOpen &&
      isWarned(warnedAt, extendedAt) &&
      warning('hold_expiring', `The hold ends after ${expiresOn}. Confirm the shipment before, or extend it.`),
  ];
  return all.filter((one) => one !== false);
}

/** An extension after the warning has answered it. */
const isWarned = (warnedAt: string | undefined, extendedAt: string | undefined): boolean =>
  warnedAt !== undefined && (extendedAt === undefined || extendedAt < warnedAt);

const warning = (code: OrderResource['warnings'][number]['code'], message: string) => ({ code, message });

/**
 * The number that a purchase goes by where people read it out: fifteen digits that follow from the order's id, and a check
 * digit (Luhn, ISO/IEC 7812-1 annex B), in fours. It identifies nothing by itself: the id does.
 */
export function paymentNumberOf(orderId: string): string {
  const hash = createHash('sha256').update(orderId).digest().readBigUInt64BE();
  const digits = String(hash % 10n ** 15n).padStart(15, '0');
  return `${digits}${luhnDigit(digits)}`.replace(/(\d{4})(?=\d)/g, '$1-');
}

function luhnDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const weighted = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
