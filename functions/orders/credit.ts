import { eventIdOf } from '../events/outbox.ts';
import { type Journal, journal } from '../ledger/journal.ts';
import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant } from '../shared/clock.ts';
import { minus, yen } from '../shared/money.ts';
import type { OnceRequest } from '../shared/once.ts';
import { type ChangePorts, changeOnce, releaseOf } from './change.ts';
import { credited, creditedOf } from './credit-note.ts';
import { linesTotal } from './order.contract.ts';
import { creditNoteIdOf, type OrderId } from './order.item.ts';
import type { Order } from './order.ts';
import type { CreditOrder } from './order-actions.contract.ts';

export interface CreditInput extends OrderId {
  readonly note: CreditOrder;
  readonly once: OnceRequest;
  readonly actor: Actor;
}

/**
 * Takes back a part of what was confirmed (P19), while no invoice stands for it: the buyer owes so much less, the merchant is
 * owed so much less, and the credit is free again, in one transaction.
 */
export function creditOrder(ports: ChangePorts & { readonly clock: Clock }, input: CreditInput): Promise<Answer> {
  const { note, once, actor, ...id } = input;
  const { amount, lines, ...facts } = note;
  return changeOnce(ports, id, { once, status: 201, actor }, (order) => {
    const at = instant(ports.clock);
    const creditNote = {
      ...facts,
      id: creditNoteIdOf(order.id, order.credits?.length ?? 0),
      amount: yen(amount ?? linesTotal(lines ?? [])),
      ...(lines ? { lines } : {}),
      creditedAt: at,
    };
    const after = credited(order, creditNote, at);
    return {
      order: after,
      event: 'order.credited',
      journal: creditJournal(order, after, businessDate(ports.clock)),
      credit: releaseOf(creditNote.amount),
    };
  });
}

/** Dr 2010 merchant payable / Cr 1110 purchased receivables, gross: the capture the other way round (JAPAN-RULES.md 6.2). */
function creditJournal(before: Order, after: Order, today: string): Journal {
  const { merchantId, buyerId, id: orderId } = after;
  const amount = minus(creditedOf(after), creditedOf(before));
  const about = { merchantId, buyerId, orderId };
  return journal({
    eventId: eventIdOf(orderId, after.version),
    rule: 'credit_note',
    resourceId: orderId,
    postedAt: after.updatedAt,
    businessDate: today,
    lines: [
      { account: '2010', amount, ...about },
      { account: '1110', amount: -amount, ...about },
    ],
  });
}
