import * as z from 'zod/mini';
import { eventIdOf } from '../events/outbox.ts';
import { type Journal, journal } from '../ledger/journal.ts';
import type { Answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant } from '../shared/clock.ts';
import { minus, yen } from '../shared/money.ts';
import { type ChangePorts, changeOnce, type OrderChange } from './change.ts';
import { ConfirmOrder } from './order.contract.ts';
import { confirmationIdOf } from './order.item.ts';
import { confirm, type Order } from './order.ts';

export const CaptureInput = z.object({
  merchantId: z.string(),
  orderId: z.string(),
  shipment: ConfirmOrder,
  once: z.object({ key: z.string(), body: z.string() }),
});
export type CaptureInput = z.infer<typeof CaptureInput>;

export interface CapturePorts extends ChangePorts {
  readonly clock: Clock;
}

/**
 * Confirms a shipment (P14, P15): the shipped amount leaves the hold and becomes a receivable, and the merchant is owed it
 * from now on (JAPAN-RULES.md 6.2). The buyer's exposure stays the same, so the credit account moves only when a final
 * shipment leaves a rest to release.
 */
export function captureOrder(ports: CapturePorts, input: CaptureInput): Promise<Answer> {
  const { merchantId, orderId, once } = input;
  const { final, amount, ...facts } = input.shipment;
  const shipment = { ...facts, isFinal: final ?? false, amount: amount === undefined ? undefined : yen(amount) };
  return changeOnce(ports, { merchantId, orderId }, { once, status: 201 }, (order) => {
    const confirmationId = confirmationIdOf(order.id, order.confirmations.length);
    return captured(order, confirm(order, shipment, confirmationId, instant(ports.clock)), businessDate(ports.clock));
  });
}

function captured(before: Order, after: Order, today: string): OrderChange {
  const released = minus(after.amountCancelled, before.amountCancelled);
  return {
    order: after,
    event: after.state === 'confirmed' ? 'order.confirmed' : 'order.partially_confirmed',
    journal: captureJournal(before, after, today),
    credit: released > 0 ? { kind: 'release', amount: released } : undefined,
  };
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
