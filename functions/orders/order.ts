import { minus, plus, type Yen, yen } from '../shared/money.ts';
import { refuseOrder } from './order.refusals.ts';

/** 未確定 = authorized, 確定済み = confirmed, キャンセル済み = cancelled (docs/glossary.md). */
export type OrderState =
  | 'review'
  | 'pending_provider'
  | 'authorized'
  | 'partially_confirmed'
  | 'confirmed'
  | 'cancelled'
  | 'expired'
  | 'declined';

/** The life of an order (CAPABILITIES.md 5.2). */
const next: Readonly<Record<OrderState, readonly OrderState[]>> = {
  review: ['authorized', 'declined', 'cancelled'],
  pending_provider: ['authorized', 'review', 'declined'],
  authorized: ['authorized', 'partially_confirmed', 'confirmed', 'cancelled', 'expired'],
  partially_confirmed: ['partially_confirmed', 'confirmed'],
  confirmed: [],
  cancelled: [],
  expired: [],
  declined: [],
};

export interface OrderLine {
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly taxRate: 10 | 8 | 0;
  readonly taxIncluded: true;
}

/** One shipment: what it confirmed became a receivable. */
export interface Confirmation {
  readonly id: string;
  readonly amount: Yen;
  readonly shippedOn: string;
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
  readonly confirmedAt: string;
}

/** amount = amountConfirmed + amountCancelled + amountRemaining, always. */
export interface Order {
  readonly id: string;
  readonly merchantId: string;
  readonly buyerId: string;
  readonly reference: string;
  readonly lines: readonly OrderLine[];
  readonly amount: Yen;
  readonly amountConfirmed: Yen;
  /** What was released without being confirmed: by cancelling, expiry, or a final partial confirmation. */
  readonly amountCancelled: Yen;
  readonly amountRemaining: Yen;
  readonly shippingDueOn?: string | undefined;
  readonly confirmations: readonly Confirmation[];
  readonly state: OrderState;
  readonly stateReason?: string | undefined;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** The last business date on which the hold stands. */
  readonly expiresOn: string;
}

export const openStates: ReadonlySet<OrderState> = new Set<OrderState>(['authorized', 'partially_confirmed']);

const confirmationsMax = 100;

type Change = Partial<Omit<Order, 'id' | 'merchantId' | 'buyerId' | 'reference' | 'version' | 'createdAt' | 'state'>>;

/** Walks the table above; every other function here goes through it. */
function moveTo(order: Order, state: OrderState, at: string, change: Change): Order {
  if (!next[order.state].includes(state)) throw refusedMove(order, state);
  return { ...order, ...change, state, updatedAt: at, version: order.version + 1 };
}

function refusedMove(order: Order, state: OrderState) {
  const facts = { state: order.state, version: order.version };
  const told = `Order ${order.id} is ${order.state}.`;
  if (order.state === 'confirmed' || order.amountConfirmed > 0)
    return refuseOrder('OrderAlreadyConfirmed', told, facts);
  if (openStates.has(state) || state === 'confirmed') {
    return order.state === 'review' || order.state === 'pending_provider'
      ? refuseOrder('OrderNotConfirmable', told, facts)
      : refuseOrder('HoldAlreadyResolved', told, facts);
  }
  return refuseOrder('HoldAlreadyResolved', told, facts);
}

/** P16: only while nothing is confirmed. The caller moves the credit hold by the difference in the same transaction. */
export function changeAmount(order: Order, amount: Yen, lines: readonly OrderLine[], at: string): Order {
  if (order.state !== 'authorized') {
    const told = `Order ${order.id} is ${order.state}; its amount can be changed only while it is authorized.`;
    throw refuseOrder('OrderNotChangeable', told, { state: order.state });
  }
  return moveTo(order, 'authorized', at, { amount, amountRemaining: amount, lines });
}

export interface Shipment extends Omit<Confirmation, 'amount' | 'confirmedAt' | 'id'> {
  /** All that remains, when absent. */
  readonly amount?: Yen | undefined;
  /** Closes the order: what remains after this shipment is released. */
  readonly isFinal: boolean;
}

/** P14, P15: turns the amount (or all that remains) of the hold into a receivable. */
export function confirm(order: Order, shipment: Shipment, confirmationId: string, at: string): Order {
  const { isFinal, amount: asked, ...facts } = shipment;
  const amount = asked ?? order.amountRemaining;
  if (openStates.has(order.state) && amount > order.amountRemaining) {
    const told = `Only ${order.amountRemaining} yen of order ${order.id} are left to confirm.`;
    throw refuseOrder('AmountExceedsRemaining', told, { amountRemaining: order.amountRemaining });
  }
  const isLast = isFinal || amount === order.amountRemaining;
  // The last place is kept for the shipment that closes the order; without it a rest could be neither confirmed nor released.
  if (openStates.has(order.state) && !isLast && order.confirmations.length >= confirmationsMax - 1) {
    const told = `Order ${order.id} has ${order.confirmations.length} confirmations; the next one has to be final.`;
    throw refuseOrder('TooManyConfirmations', told, { confirmationsMax });
  }
  const left = openStates.has(order.state) ? minus(order.amountRemaining, amount) : yen(0);
  return moveTo(order, isLast ? 'confirmed' : 'partially_confirmed', at, {
    amountConfirmed: plus(order.amountConfirmed, amount),
    amountRemaining: isLast ? yen(0) : left,
    amountCancelled: isLast ? plus(order.amountCancelled, left) : order.amountCancelled,
    confirmations: [...order.confirmations, { id: confirmationId, amount, ...facts, confirmedAt: at }],
  });
}

/** P18: only before the first confirmation; the whole hold is released. */
export const cancel = (order: Order, at: string): Order => moveTo(order, 'cancelled', at, releasedAll(order));

/** P21: the hold has outlived its last day. What was confirmed before stays confirmed. */
export const expire = (order: Order, at: string): Order =>
  moveTo(order, order.amountConfirmed > 0 ? 'confirmed' : 'expired', at, {
    ...releasedAll(order),
    stateReason: 'hold_expired',
  });

const releasedAll = (order: Order) => ({
  amountCancelled: plus(order.amountCancelled, order.amountRemaining),
  amountRemaining: yen(0),
});
