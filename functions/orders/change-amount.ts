import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { minus, type Yen } from '../shared/money.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import { type ChangePorts, changeOnce, type OrderChange, releaseOf } from './change.ts';
import { linesOfAmount } from './lines-of-amount.ts';
import type { OrderId } from './order.item.ts';
import { changeAmount, changeShopAmount, type Order, type OrderLine } from './order.ts';

export interface ChangeAmountInput extends OrderId {
  /** What the shop shows; unless it is the shop's only, what the buyer will owe. */
  readonly amount: Yen;
  /** The goods as they are now; absent: the order's own, made to fit the amount. */
  readonly lines?: readonly OrderLine[] | undefined;
  /** False: only the shop's amount changes (CAPABILITIES.md P16). */
  readonly changePaidAmount?: boolean;
  /** The version that the caller saw. */
  readonly version: number;
  readonly actor: Actor;
}

/**
 * Changes amount and lines (P16). Up needs credit for the difference, down gives the difference back, in the same transaction.
 * Without the tick only the shop's amount changes; the order shows the mismatch until both are changed to the same amount.
 */
export function changeOrderAmount(ports: ChangePorts & { clock: Clock }, input: ChangeAmountInput): Promise<Answer> {
  return changeOnce(ports, input, { status: 200, actor: input.actor }, (order) => {
    if (order.version !== input.version) {
      const told = `Order ${order.id} is at version ${order.version}, not ${input.version}.`;
      throw refuseRequest('VersionStale', told, { version: order.version });
    }
    return amountChanged(order, input, instant(ports.clock));
  });
}

/** The change itself, for those who save it together with more of their own. */
export function amountChanged(
  order: Order,
  asked: Pick<ChangeAmountInput, 'amount' | 'lines' | 'changePaidAmount'>,
  at: string,
): OrderChange {
  if (asked.changePaidAmount === false) {
    return { order: changeShopAmount(order, asked.amount, at), event: 'order.shop_amount_changed' };
  }
  return {
    order: changeAmount(order, asked.amount, linesOfAmount(order.lines, asked.amount, asked.lines), at),
    event: 'order.amount_changed',
    credit: creditBetween(order, asked.amount),
  };
}

function creditBetween(before: Order, after: Yen): OrderChange['credit'] {
  if (after > before.amount) return { kind: 'raise', amount: minus(after, before.amount) };
  return before.holdsCredit === false ? undefined : releaseOf(minus(before.amount, after));
}
