import type { Answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { minus, type Yen } from '../shared/money.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import { type ChangePorts, changeOnce, type OrderChange } from './change.ts';
import type { OrderId } from './order.item.ts';
import { changeAmount, type OrderLine } from './order.ts';

export interface ChangeAmountInput extends OrderId {
  readonly amount: Yen;
  readonly lines: readonly OrderLine[];
  /** The version that the caller saw. */
  readonly version: number;
}

/** Changes amount and lines (P16). Up needs credit for the difference, down gives the difference back, in the same transaction. */
export function changeOrderAmount(ports: ChangePorts & { clock: Clock }, input: ChangeAmountInput): Promise<Answer> {
  return changeOnce(ports, input, { status: 200 }, (order) => {
    if (order.version !== input.version) {
      const told = `Order ${order.id} is at version ${order.version}, not ${input.version}.`;
      throw refuseRequest('VersionStale', told, { version: order.version });
    }
    return {
      order: changeAmount(order, input.amount, input.lines, instant(ports.clock)),
      event: 'order.amount_changed',
      credit: creditBetween(order.amount, input.amount),
    };
  });
}

function creditBetween(before: Yen, after: Yen): OrderChange['credit'] {
  if (after > before) return { kind: 'raise', amount: minus(after, before) };
  return after < before ? { kind: 'release', amount: minus(before, after) } : undefined;
}
