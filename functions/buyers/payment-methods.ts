import { type Answer, answer } from '../shared/answer.ts';
import { businessDate } from '../shared/clock.ts';
import type { PaymentMethods } from './buyer.contract.ts';
import { paid } from './buyer.ts';
import type { ReadPorts } from './read-buyers.ts';
import { noTradeTexts, whyNotTrading } from './trading.ts';

interface AskedCheckout {
  readonly merchantId: string;
  readonly buyerId: string;
  readonly amount: number;
  /** Those that the merchant has a contract for. */
  readonly methods: readonly string[];
}

/** Whether a checkout over `amount` yen may offer this method to the buyer, and if not, why (CAPABILITIES.md P11). */
export async function getPaymentMethods(
  { buyers, credit, clock }: ReadPorts,
  { merchantId, buyerId, amount, methods }: AskedCheckout,
): Promise<Answer> {
  const [buyer, account] = await Promise.all([
    buyers.get(merchantId, buyerId),
    credit.account({ merchantId, buyerId }),
  ]);
  const reason = methods.includes(paid)
    ? whyNotTrading(buyer, account, { today: businessDate(clock), amount })
    : 'method_not_contracted';
  const method = {
    method: paid,
    offered: reason === undefined,
    reason: reason ?? null,
    reasonText: reason === undefined ? null : noTradeTexts[reason],
  };
  return answer(200, { amount, methods: [method] } satisfies PaymentMethods);
}
