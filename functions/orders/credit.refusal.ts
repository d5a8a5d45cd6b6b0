import type { CreditAccountId } from '../buyers/credit-account.ts';
import type { RefusedHold } from '../buyers/credit-hold.ts';
import { relationState } from '../buyers/relation.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Table } from '../shared/table.ts';
import { refuseOrder } from './order.refusals.ts';

/** A refused hold as the merchant is told of it. */
export async function refusedCredit(
  table: Table,
  id: CreditAccountId,
  why: RefusedHold,
  availableYen = 0,
): Promise<Refusal> {
  switch (why) {
    case 'key_reused':
      return refuseRequest('IdempotencyKeyReused', 'This Idempotency-Key was used before for another order.');
    case 'limit_exceeded':
      return refuseOrder('CreditLimitExceeded', `Only ${availableYen} yen of the limit are left.`, { availableYen });
    case 'over_soft_limit':
    case 'velocity':
    case 'bureau_check':
      return refuseOrder('AmountNeedsReview', 'An order does not grow to where a new one would be reviewed.', { why });
    case 'method_off':
      return refuseOrder('BuyerNotActive', `Paid is not among the payment methods of buyer ${id.buyerId}.`, {
        why: 'method_not_enabled',
      });
    case 'no_account':
    case 'not_active':
      return refusedRelation(table, id);
    default:
      return refuseRequest('TooBusy', "The buyer's credit account has changed meanwhile. Send this one again.");
  }
}

async function refusedRelation(table: Table, id: CreditAccountId): Promise<Refusal> {
  const state = await relationState(table, id);
  if (state === undefined) return refuseOrder('BuyerNotFound', `There is no buyer ${id.buyerId}.`);
  return refuseOrder('BuyerNotActive', `Buyer ${id.buyerId} may not order on credit.`, { buyerState: state });
}
