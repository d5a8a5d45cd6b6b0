import type { OrderResource } from '../orders/order.contract.ts';
import { filled, type Language, type Texts, yenText } from './language.ts';
import { amountsOf } from './shop-amounts.ts';

const tick: Texts = {
  ja: 'Paidの決済金額も {amount} 円に変更する',
  en: 'Change the Paid amount to {amount} yen as well',
};

const closed: Texts = {
  ja: '確定またはキャンセルされた注文の金額は、ここでは変更できません。',
  en: 'The amount of an order that is confirmed or cancelled cannot be changed here.',
};

/** What the dialog in which a shop edits an order says about the payment (CAPABILITIES.md B6, P16). */
export interface EditDialog {
  readonly isEditable: boolean;
  /** Why not. */
  readonly notice: string | null;
  /** With `{amount}` where the amount that is being typed belongs. */
  readonly tickTemplate: string;
  readonly tickText: string;
  readonly shopAmount: number;
  readonly paidAmount: number;
  readonly difference: number;
}

/** The dialog for an order as it is. */
export function editDialogOf(order: OrderResource, lang: Language): EditDialog {
  const amounts = amountsOf(order);
  const isEditable = order.nextActions.includes('change_amount');
  return {
    isEditable,
    notice: isEditable ? null : closed[lang],
    tickTemplate: tick[lang],
    tickText: filled(tick[lang], { amount: yenText(amounts.shopAmount) }),
    ...amounts,
  };
}
