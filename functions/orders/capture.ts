import * as z from 'zod/mini';
import { eventIdOf } from '../events/outbox.ts';
import { type Journal, journal } from '../ledger/journal.ts';
import { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant } from '../shared/clock.ts';
import { minus, type Yen, yen } from '../shared/money.ts';
import { asSeen } from './as-seen.ts';
import { type ChangePorts, type CreditMove, changeOnce, type OrderChange, releaseOf } from './change.ts';
import { ConfirmOrder } from './order.contract.ts';
import { confirmationIdOf } from './order.item.ts';
import { refuseOrder } from './order.refusals.ts';
import { confirm, type Order } from './order.ts';
import { assertShippedOn } from './shipped-on.ts';

export const CaptureInput = z.object({
  merchantId: z.string(),
  orderId: z.string(),
  shipment: ConfirmOrder,
  /** The version on the screen where it was asked for: another one refuses. */
  seen: z.optional(z.int()),
  /** A row of a file: its slip number is one shipment of the order, whatever else the row says. */
  isSlip: z.optional(z.boolean()),
  once: z.object({ key: z.string(), body: z.string() }),
  actor: Actor,
});
export type CaptureInput = z.infer<typeof CaptureInput>;

export interface CapturePorts extends ChangePorts {
  readonly clock: Clock;
}

/**
 * Confirms a shipment (P14, P15): the shipped amount leaves the hold and becomes a receivable, and the merchant is owed it
 * from now on (JAPAN-RULES.md 6.2). The buyer's exposure stays the same, so the credit account moves only when a final
 * shipment leaves a rest to release, or when the order held nothing (account-rules.ts).
 */
export function captureOrder(ports: CapturePorts, input: CaptureInput): Promise<Answer> {
  const { merchantId, orderId, seen, isSlip = false, once, actor } = input;
  const { final, amount, ...facts } = input.shipment;
  const shipment = { ...facts, isFinal: final ?? false, amount: amount === undefined ? undefined : yen(amount) };
  const orders = asSeen(ports.orders, seen);
  return changeOnce({ orders }, { merchantId, orderId }, { once, status: 201, actor }, (order) => {
    if (isSlip) assertNewSlip(order, facts.trackingNumber);
    const confirmationId = confirmationIdOf(order.id, order.confirmations.length);
    const today = businessDate(ports.clock);
    const confirmed = confirm(order, shipment, confirmationId, instant(ports.clock));
    assertShippedOn(order, shipment.shippedOn);
    return captured(order, confirmed, today);
  });
}

/** A corrected row, or a shipment that was confirmed without a file, must not be billed again under its number. */
function assertNewSlip({ id, confirmations }: Order, slip: string | undefined): void {
  if (slip === undefined || !confirmations.some(({ trackingNumber }) => trackingNumber === slip)) return;
  throw refuseOrder('SlipAlreadyConfirmed', `Order ${id} has a shipment with this slip number already.`);
}

function captured(before: Order, after: Order, today: string): OrderChange {
  return {
    order: after,
    event: after.state === 'confirmed' ? 'order.confirmed' : 'order.partially_confirmed',
    journal: captureJournal(before, after, today),
    credit: creditOf(before, after),
  };
}

/** What was held is owed from now on; an order that held nothing takes the credit now, if it is still there. */
function creditOf(before: Order, after: Order): CreditMove | undefined {
  const moved = (of: 'amountConfirmed' | 'amountCancelled'): Yen => minus(after[of], before[of]);
  return before.holdsCredit === false
    ? { kind: 'confirm', amount: moved('amountConfirmed') }
    : releaseOf(moved('amountCancelled'));
}

/** Dr 1110 purchased receivables / Cr 2010 merchant payable, gross. */
function captureJournal(before: Order, after: Order, today: string): Journal {
  const { merchantId, buyerId, id: orderId } = after;
  const amount = minus(after.amountConfirmed, before.amountConfirmed);
  const about = { merchantId, buyerId, orderId };
  return journal({
    eventId: eventIdOf(orderId, after.version),
    rule: 'capture',
    resourceId: orderId,
    postedAt: after.updatedAt,
    businessDate: today,
    lines: [
      { account: '1110', amount, ...about },
      { account: '2010', amount: -amount, ...about },
    ],
  });
}
