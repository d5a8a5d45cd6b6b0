import { plusDays } from '../shared/clock.ts';
import { refuseOrder } from './order.refusals.ts';
import { amended, type Order, openStates } from './order.ts';

/** P21: a hold stands for sixty days from the day of the order, and once for sixty more. */
export const holdDays = 60;

/** P21: the end of a hold is announced seven days before. */
export const warningDays = 7;

/** Lets the hold stand for another term, once. */
export function extend(order: Order, at: string): Order {
  const { id, state, expiresOn, extendedAt } = order;
  if (!openStates.has(state)) {
    throw refuseOrder('HoldNotExtendable', `Order ${id} is ${state}: it has no hold to extend.`, { state });
  }
  if (extendedAt !== undefined) {
    throw refuseOrder('HoldAlreadyExtended', `The hold of order ${id} was extended to ${expiresOn}.`, { expiresOn });
  }
  return amended(order, at, { expiresOn: plusDays(expiresOn, holdDays), extendedAt: at });
}

/** True when the end of the hold is near and has not been announced yet: once for each end that it has. */
export function isToBeWarned({ state, expiresOn, warnedAt, extendedAt }: Order, today: string): boolean {
  if (!openStates.has(state) || plusDays(today, warningDays) < expiresOn) return false;
  return warnedAt === undefined || (extendedAt !== undefined && warnedAt < extendedAt);
}
