import { type AuditedLedger, capturedBy, creditedBy, isCapture, isCreditNote } from './audit-entries.ts';
import { check, type Finding } from './finding.ts';
import type { JournalItem } from './journal.item.ts';

export interface AuditedOrder {
  readonly orderId: string;
  readonly merchantId: string;
  readonly buyerId: string;
  readonly state: string;
  readonly amount: number;
  readonly amountConfirmed: number;
  readonly amountCancelled: number;
  readonly amountRemaining: number;
  /** The amount of each confirmation. */
  readonly confirmations: readonly number[];
  /** The amount of each credit note. */
  readonly credits: readonly number[];
  /** False: it takes credit when it is confirmed, not before. */
  readonly holdsCredit: boolean;
}

export interface BookedOrder {
  readonly order: AuditedOrder;
  readonly journals: readonly JournalItem[];
}

export interface OrdersAudit {
  look(booked: BookedOrder): void;
  findings(): Finding[];
}

/** What an order takes of its buyer's limit beside what it has confirmed. */
export const holdOf = ({ state, holdsCredit, amountRemaining }: AuditedOrder): number =>
  holdsCredit && state !== 'review' ? amountRemaining : 0;

/** What the whole ledger says, and orders have to account for. */
type Booked = Pick<AuditedLedger, 'captured' | 'credited' | 'payables'>;

/** All that the ledger has as captured, and as taken back: no order may account for less or more of it. */
export function auditOrders(all: Booked): OrdersAudit {
  const booked = check('T2', 'What an order has confirmed is what its journals made receivable');
  const added = check('T3', "An order's amount is what is confirmed, cancelled and remaining");
  const resolved = check('T4', "An order's hold is resolved at most once, and stands only while the order is open");
  const corrected = check('T5', 'What credit notes take back is booked, and never more than is confirmed');
  const earned = new Map<string, number>();
  let confirmed = 0;
  let credited = 0;
  return {
    look: ({ order, journals }) => {
      const captures = journals.filter(isCapture).map(capturedBy);
      confirmed += order.amountConfirmed;
      const isBooked = sum(captures) === order.amountConfirmed && sum(order.confirmations) === order.amountConfirmed;
      booked.look(isBooked, () => `${order.orderId}: ${order.amountConfirmed} confirmed, ${sum(captures)} booked`);
      added.look(addsUp(order), () => `${order.orderId}: ${JSON.stringify(order)}`);
      const isResolved = isResolvedOnce(order) && captures.length === order.confirmations.length;
      resolved.look(isResolved, () => `${order.orderId}: ${order.state}, ${order.amountRemaining} remaining`);
      const credits = sum(journals.filter(isCreditNote).map(creditedBy));
      credited += sum(order.credits);
      const { merchantId, amountConfirmed } = order;
      earned.set(merchantId, (earned.get(merchantId) ?? 0) + amountConfirmed - sum(order.credits));
      const isCorrected = credits === sum(order.credits) && credits <= order.amountConfirmed;
      corrected.look(isCorrected, () => `${order.orderId}: ${sum(order.credits)} credited, ${credits} booked`);
    },
    findings: () => {
      booked.look(confirmed === all.captured, () => `all orders: ${confirmed} confirmed, ${all.captured} booked`);
      corrected.look(credited === all.credited, () => `all orders: ${credited} credited, ${all.credited} booked`);
      const owed = payablesFinding(earned, all.payables);
      return [booked.finding(), added.finding(), resolved.finding(), corrected.finding(), owed];
    },
  };
}

/** I9 of JAPAN-RULES.md 6.4, as far as there are neither fees nor payouts. */
function payablesFinding(earned: ReadonlyMap<string, number>, payables: ReadonlyMap<string, number>): Finding {
  const owed = check('I9', 'Each merchant is owed what its orders confirmed, less what credit notes took back');
  for (const merchantId of new Set([...earned.keys(), ...payables.keys()])) {
    const [due, booked] = [earned.get(merchantId) ?? 0, payables.get(merchantId) ?? 0];
    owed.look(due === booked, () => `${merchantId}: ${due} earned, ${booked} payable`);
  }
  return owed.finding();
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

const addsUp = ({ amount, amountConfirmed, amountCancelled, amountRemaining }: AuditedOrder): boolean =>
  [amountConfirmed, amountCancelled, amountRemaining].every((part) => part >= 0) &&
  amount === amountConfirmed + amountCancelled + amountRemaining;

function isResolvedOnce({ state, amountConfirmed, amountCancelled, amountRemaining }: AuditedOrder): boolean {
  switch (state) {
    case 'authorized':
      return amountRemaining > 0 && amountConfirmed === 0 && amountCancelled === 0;
    case 'partially_confirmed':
      return amountRemaining > 0 && amountConfirmed > 0 && amountCancelled === 0;
    case 'confirmed':
      return amountRemaining === 0 && amountConfirmed > 0;
    case 'cancelled':
    case 'expired':
    case 'declined':
      return amountRemaining === 0 && amountConfirmed === 0;
    default:
      return amountConfirmed === 0 && amountCancelled === 0; // under review, or with the provider
  }
}
