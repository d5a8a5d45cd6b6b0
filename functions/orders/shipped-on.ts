import { businessDateOf, plusDays } from '../shared/clock.ts';
import { portable, Refusal } from '../shared/refusal.ts';
import { refuseOrder } from './order.refusals.ts';
import type { Order } from './order.ts';

/**
 * What is sold on the telephone or at a fair leaves before somebody keys it in, and over the longest holidays (Golden Week, the
 * turn of the year) that takes a week. What is older is a slip of the month or the year.
 */
const keyedInWithinDays = 7;

/**
 * Refuses a day of shipment that cannot be: the closing to which a sale belongs follows from it, so a day to come would be billed
 * by nobody, and one of long ago would fall into a closing that is over. `today` is the business date in Japan.
 */
export function assertShippedOn({ createdAt }: Pick<Order, 'createdAt'>, shippedOn: string, today: string): void {
  const earliest = plusDays(businessDateOf(createdAt), -keyedInWithinDays);
  if (shippedOn > today) throw impossible('after_today', `Must not be after today, ${today}.`, { earliest, today });
  if (shippedOn < earliest) {
    throw impossible('before_order', `Must not be before ${earliest}: the order was not there yet.`, {
      earliest,
      today,
    });
  }
}

function impossible(
  code: string,
  message: string,
  facts: { readonly earliest: string; readonly today: string },
): Refusal {
  const refusal = refuseOrder('ShippedOnImpossible', `shippedOn: ${message}`, facts);
  return new Refusal({ ...portable(refusal), errors: [{ pointer: '/shippedOn', code, message }] });
}
