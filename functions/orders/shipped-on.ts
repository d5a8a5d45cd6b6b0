import { businessDateOf, plusDays } from '../shared/clock.ts';
import { portable, Refusal } from '../shared/refusal.ts';
import { refuseOrder } from './order.refusals.ts';
import type { Order } from './order.ts';

/**
 * What is sold on the telephone or at a fair leaves before somebody keys it in, and some shops key in once a month. Whether a sale
 * registered so late is guaranteed is the guarantee's to say (P28, "late registration"); what is older is a slip of the year.
 */
const keyedInWithinDays = 60;

/**
 * Refuses a day of shipment that cannot be: the closing to which a sale belongs follows from it, so one of long ago would fall into
 * a closing that is over, and one far ahead would be billed by nobody. Shops announce shipments too, so that a day to come is
 * taken as long as the hold lasts until then.
 */
export function assertShippedOn(
  { createdAt, expiresOn }: Pick<Order, 'createdAt' | 'expiresOn'>,
  shippedOn: string,
): void {
  const facts = { earliest: plusDays(businessDateOf(createdAt), -keyedInWithinDays), latest: expiresOn };
  if (shippedOn > facts.latest) {
    throw impossible('after_hold', `Must not be after ${facts.latest}, when the hold on the credit ends.`, facts);
  }
  if (shippedOn < facts.earliest) {
    throw impossible('before_order', `Must not be before ${facts.earliest}: the order was not there yet.`, facts);
  }
}

function impossible(
  code: string,
  message: string,
  facts: { readonly earliest: string; readonly latest: string },
): Refusal {
  const refusal = refuseOrder('ShippedOnImpossible', `shippedOn: ${message}`, facts);
  return new Refusal({ ...portable(refusal), errors: [{ pointer: '/shippedOn', code, message }] });
}
