import { CreditAccount, type CreditAccountId, type Hold, refusedHold } from '../buyers/credit-account.ts';
import { relationState } from '../buyers/relation.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Item } from '../shared/page.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Table } from '../shared/table.ts';
import { refuseOrder } from './order.refusals.ts';

/** Why a hold was refused, told from the credit account as the refused write met it. */
export async function refusedCredit(
  table: Table,
  id: CreditAccountId,
  hold: Hold,
  met: Item | undefined,
  once?: OnceRequest,
): Promise<Refusal> {
  const account = met && CreditAccount.parse(met);
  const why = refusedHold(account, hold, once?.key);
  if (why === 'key_reused') {
    return refuseRequest('IdempotencyKeyReused', 'This Idempotency-Key was used before for another order.');
  }
  if (why === 'limit_exceeded') {
    const availableYen = account?.available ?? 0;
    return refuseOrder('CreditLimitExceeded', `Only ${availableYen} yen of the limit are left.`, { availableYen });
  }
  const state = await relationState(table, id);
  if (state === undefined) return refuseOrder('BuyerNotFound', `There is no buyer ${id.buyerId}.`);
  return refuseOrder('BuyerNotActive', `Buyer ${id.buyerId} may not order on credit.`, { buyerState: state });
}
