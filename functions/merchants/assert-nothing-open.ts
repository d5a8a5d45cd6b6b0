import { refuseMerchant } from './merchant.refusals.ts';
import type { Merchant } from './merchant.ts';
import type { ProposedAction } from './proposal.ts';

export interface OpenOrders {
  readonly orders: {
    /** Some of the orders that the merchant has neither confirmed nor cancelled; none where there are none. */
    open(merchantId: string): Promise<readonly string[]>;
  };
}

/**
 * A contract does not end over the heads of buyers who were promised something: a merchant that is terminated can confirm nothing
 * any more. What buyers owe is owed to us and keeps nobody (docs/onboarding.md, the end of a contract).
 */
export async function assertNothingOpen(
  { orders }: OpenOrders,
  { merchantId }: Merchant,
  action: ProposedAction,
): Promise<void> {
  if (action !== 'terminate') return;
  const orderIds = await orders.open(merchantId);
  if (orderIds.length === 0) return;
  const detail = 'Orders are open: have them confirmed or cancelled first, or wait until their holds end.';
  throw refuseMerchant('MerchantHasOpenOrders', detail, { orderIds: orderIds.join(' ') });
}
