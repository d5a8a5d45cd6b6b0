import { minus, plus, type Yen, yen } from '../shared/money.ts';
import { refuseOrder } from './order.refusals.ts';
import { movesWith } from './state-history.ts';

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
  pending_provider: ['authorized', 'review', 'declined', 'cancelled'],
  authorized: ['authorized', 'partially_confirmed', 'confirmed', 'cancelled', 'expired'],
  partially_confirmed: ['partially_confirmed', 'confirmed'],
  confirmed: [],
  cancelled: [],
  expired: [],
  declined: [],
};

/** By what an order may be paid. */
export const orderMethods = ['paid'] as const;
export type OrderMethod = (typeof orderMethods)[number];

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

/** Why a part of what was confirmed is taken back (CAPABILITIES.md P19). */
export const creditReasons = [
  'returned',
  'damaged',
  'not_delivered',
  'price_reduced',
  'billed_wrongly',
  'other',
] as const;
export type CreditReason = (typeof creditReasons)[number];

/** By which code a reason is counted: its own, or `other` where it is told in the merchant's own words. */
export const reasonCodeOf = (reason: string): CreditReason => creditReasons.find((code) => code === reason) ?? 'other';

/** A correction after confirmation: so much less is owed for the order. With the lines it is about, where they are known. */
export interface CreditNote {
  readonly id: string;
  readonly amount: Yen;
  /** One of `creditReasons`, or the merchant's own words. */
  readonly reason: string;
  readonly note?: string | undefined;
  readonly lines?: readonly OrderLine[] | undefined;
  readonly creditedAt: string;
}

/** What the shop says has become of the order (対応状況); it moves no money (CAPABILITIES.md P18). */
export const shopStatuses = ['open', 'shipped', 'cancelled'] as const;
export type ShopStatus = (typeof shopStatuses)[number];

/** What a person decided of an order under review. The reason is for the platform's own eyes. */
export interface ReviewDecision {
  readonly outcome: 'approve' | 'decline';
  readonly reason: string;
  readonly decidedBy: string;
  readonly decidedAt: string;
}

/** A state that an order came into, why, and when. */
export interface StateMove {
  readonly state: OrderState;
  readonly reason: string | null;
  readonly at: string;
}

/** amount = amountConfirmed + amountCancelled + amountRemaining, and the credit notes stay within what is confirmed, always. */
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
  /** The changes of state that follow neither from the placing nor from the shipments (state-history.ts). Absent: none. */
  readonly moves?: readonly StateMove[] | undefined;
  /** What was taken back of the confirmed amount, in order (CAPABILITIES.md P19). Absent: nothing. */
  readonly credits?: readonly CreditNote[] | undefined;
  /** False where the account counts invoices only: the order takes credit when it is confirmed, not before. */
  readonly holdsCredit?: boolean | undefined;
  /** The amount that the shop shows, where it is another than `amount` (CAPABILITIES.md P16). */
  readonly shopAmount?: Yen | undefined;
  readonly shopStatus?: ShopStatus | undefined;
  /** When the hold was extended, which it is once at most, and when its end was announced (CAPABILITIES.md P21). */
  readonly extendedAt?: string | undefined;
  readonly warnedAt?: string | undefined;
  /** The last business day for the decision of an order under review, and the decision. */
  readonly decideBy?: string | undefined;
  /** By which calendar of business days it was computed. */
  readonly calendarVersion?: string | undefined;
  readonly review?: ReviewDecision | undefined;
  /** What the bureau had to say against it, for operators: merchants are told of an examination and no more. */
  readonly bureauFinding?: BureauFinding | undefined;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** The last business date on which the hold stands. */
  readonly expiresOn: string;
}

export const bureauFindings = ['bureau_unavailable', 'bureau_watch', 'bureau_stop'] as const;
export type BureauFinding = (typeof bureauFindings)[number];

/** Can be shipped. */
export const openStates: ReadonlySet<OrderState> = new Set<OrderState>(['authorized', 'partially_confirmed']);

/** What the order takes of the buyer's limit now, beside what it has confirmed. */
export const heldBy = (order: Order): Yen =>
  order.holdsCredit !== false && (openStates.has(order.state) || order.state === 'pending_provider')
    ? order.amountRemaining
    : yen(0);

const confirmationsMax = 100;

type Change = Partial<Omit<Order, 'id' | 'merchantId' | 'buyerId' | 'reference' | 'version' | 'createdAt' | 'state'>>;

/** A change that leaves the order in its state. */
export const amended = (order: Order, at: string, change: Change): Order => ({
  ...order,
  ...change,
  updatedAt: at,
  version: order.version + 1,
});

/** Walks the table above; every change of state goes through it. */
export function moveTo(order: Order, state: OrderState, at: string, change: Change): Order {
  if (!next[order.state].includes(state)) throw refusedMove(order, state);
  const isOrdinary = state === order.state || change.confirmations !== undefined;
  const moves = isOrdinary ? {} : { moves: movesWith(order, { state, reason: change.stateReason ?? null, at }) };
  return { ...order, ...change, ...moves, state, updatedAt: at, version: order.version + 1 };
}

function refusedMove(order: Order, state: OrderState) {
  const facts = { state: order.state, version: order.version };
  const told = `Order ${order.id} is ${order.state}.`;
  if (order.state === 'confirmed' || order.amountConfirmed > 0)
    return refuseOrder('OrderAlreadyConfirmed', told, facts);
  if (openStates.has(state) || state === 'confirmed' || state === 'expired') {
    return order.state === 'review' || order.state === 'pending_provider'
      ? refuseOrder('OrderNotConfirmable', told, facts)
      : refuseOrder('HoldAlreadyResolved', told, facts);
  }
  return refuseOrder('HoldAlreadyResolved', told, facts);
}

/** P16: only while nothing is confirmed. The caller moves the credit hold by the difference in the same transaction. */
export function changeAmount(order: Order, amount: Yen, lines: readonly OrderLine[], at: string): Order {
  assertChangeable(order);
  return moveTo(order, 'authorized', at, { amount, amountRemaining: amount, lines, shopAmount: undefined });
}

/** P16 without the tick: the shop shows another amount from now on, and ours stays. */
export function changeShopAmount(order: Order, shopAmount: Yen, at: string): Order {
  assertChangeable(order);
  return amended(order, at, { shopAmount: shopAmount === order.amount ? undefined : shopAmount });
}

function assertChangeable(order: Order): void {
  if (order.state === 'authorized') return;
  const told = `Order ${order.id} is ${order.state}; its amount can be changed only while it is authorized.`;
  throw refuseOrder('OrderNotChangeable', told, { state: order.state });
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

/** P15: no more will be shipped. What remains is released without a shipment of its own. */
export function finalize(order: Order, at: string): Order {
  if (order.state === 'authorized') {
    const told = `Nothing of order ${order.id} is confirmed: cancel it instead.`;
    throw refuseOrder('OrderNotConfirmed', told, { state: order.state });
  }
  return moveTo(order, 'confirmed', at, { ...releasedAll(order), stateReason: 'finalized' });
}

/** P18: only before the first confirmation; the whole hold is released. */
export const cancel = (order: Order, at: string): Order =>
  moveTo(order, 'cancelled', at, { ...releasedAll(order), stateReason: undefined });

/** P21: the hold has outlived its last day. What was confirmed before stays confirmed. */
export const expire = (order: Order, at: string): Order =>
  moveTo(order, order.amountConfirmed > 0 ? 'confirmed' : 'expired', at, {
    ...releasedAll(order),
    stateReason: 'hold_expired',
  });

/** What remains will never be shipped. */
export const releasedAll = (order: Order) => ({
  amountCancelled: plus(order.amountCancelled, order.amountRemaining),
  amountRemaining: yen(0),
});
