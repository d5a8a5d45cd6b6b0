import type { OrderResource } from '../orders/order.contract.ts';
import { filled, type Language, type Texts, yenText } from './language.ts';
import { amountsOf } from './shop-amounts.ts';

type WarningCode = OrderResource['warnings'][number]['code'];

const texts: Readonly<Record<WarningCode | 'confirmed_with_mismatch', Texts>> = {
  amount_mismatch: {
    ja: '受注金額 {shop} 円とPaidの決済金額 {paid} 円が異なります。このまま確定すると {paid} 円で請求されます。',
    en: 'The shop shows {shop} yen and Paid has {paid} yen. Confirmed as it is, {paid} yen will be billed.',
  },
  confirmed_with_mismatch: {
    ja: '受注金額 {shop} 円とPaidの決済金額 {paid} 円が異なるまま確定されました。{paid} 円で請求され、金額は変更できません。',
    en: 'Confirmed although the shop shows {shop} yen and Paid has {paid} yen. {paid} yen will be billed; the amount is final.',
  },
  shop_cancelled: {
    ja: '受注はキャンセルされていますが、決済はキャンセルされていません。',
    en: 'The shop has cancelled the order, but its payment is not cancelled.',
  },
  hold_expiring: {
    ja: '与信期限は {day} です。それまでに確定するか、期限を延長してください。',
    en: 'The hold ends after {day}. Confirm the shipment before, or extend it.',
  },
};

/** The warnings of an order in the words of the shop's screen; none of them stops anything (CAPABILITIES.md P17, P18, P21). */
export function shopWarnings(order: OrderResource, lang: Language) {
  const { shopAmount, paidAmount } = amountsOf(order);
  const values = { shop: yenText(shopAmount), paid: yenText(paidAmount), day: order.expiresOn };
  const isFinal = order.amountConfirmed > 0;
  return order.warnings.map(({ code }) => {
    const text = texts[code === 'amount_mismatch' && isFinal ? 'confirmed_with_mismatch' : code];
    return { code, text: filled(text[lang], values) };
  });
}
