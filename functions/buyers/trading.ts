import type { Buyer } from './buyer.ts';
import { paid } from './buyer.ts';
import type { CreditAccount } from './credit-account.ts';

/** Why a buyer cannot pay by this method now. For the merchant's staff: a buyer is not told how much of its limit is left. */
export const noTradeReasons = [
  'method_not_contracted',
  'method_not_enabled',
  'not_trading',
  'facility_suspended',
  'facility_not_started',
  'facility_expired',
  'credit_insufficient',
] as const;
export type NoTradeReason = (typeof noTradeReasons)[number];

/**
 * What stands between a buyer and an order of `amount` yen today; undefined when nothing does (CAPABILITIES.md P11). It is asked
 * of the live relation and account. The order itself is decided anew, by its own conditional write.
 */
export function whyNotTrading(
  buyer: Buyer,
  account: CreditAccount | undefined,
  { today, amount }: { readonly today: string; readonly amount: number },
): NoTradeReason | undefined {
  if (!buyer.paymentMethods.includes(paid)) return 'method_not_enabled';
  if (buyer.state !== 'active' || !account) return 'not_trading';
  if (today < account.startsOn) return 'facility_not_started';
  if (today > account.endsOn) return 'facility_expired';
  if (account.state !== 'active') return 'facility_suspended';
  return account.available < amount ? 'credit_insufficient' : undefined;
}

/** In the words of the merchant's screens. */
export const noTradeTexts: Readonly<Record<NoTradeReason, { readonly ja: string; readonly en: string }>> = {
  method_not_contracted: {
    ja: 'Paid の契約が有効ではありません。',
    en: 'There is no contract for Paid in force.',
  },
  method_not_enabled: {
    ja: '会員の決済方法に Paid が設定されていません。',
    en: 'Paid is not among the payment methods of this member.',
  },
  not_trading: { ja: '「利用可能-取引中」ではありません。', en: 'The member is not trading on credit.' },
  facility_suspended: { ja: '与信が停止されています。', en: 'The credit is suspended.' },
  facility_not_started: { ja: '与信の開始日前です。', en: 'The credit has not begun yet.' },
  facility_expired: { ja: '与信の有効期間が終了しています。', en: 'The credit has expired.' },
  credit_insufficient: { ja: '利用可能額が不足しています。', en: 'The available credit is not enough.' },
};
