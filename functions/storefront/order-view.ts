import type { OrderResource } from '../orders/order.contract.ts';
import { paymentOf } from '../orders/payment.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { buttonsOf } from './buttons.ts';
import { editDialogOf } from './edit-dialog.ts';
import type { Language } from './language.ts';
import { labelOf } from './order-label.ts';
import { amountsOf } from './shop-amounts.ts';
import { shopWarnings } from './shop-warnings.ts';
import type { OrderRow, OrderView } from './storefront-orders.contract.ts';

/** A row of the shop's order list (CAPABILITIES.md B5). */
export function orderRow(order: OrderResource, lang: Language): OrderRow {
  const { code, texts } = labelOf(order.state);
  const { id, reference, paymentNumber, buyerId, method, state, shopStatus, expiresOn, version, createdAt, updatedAt } =
    order;
  return {
    id,
    reference,
    paymentNumber,
    buyerId,
    method,
    label: { code, text: texts[lang] },
    state,
    shopStatus,
    ...amountsOf(order),
    payment: paymentOf(order),
    expiresOn,
    version,
    createdAt,
    updatedAt,
  };
}

/**
 * An order as a shop's screen shows it: every text, button and warning. It follows from the order's resource alone, so that a
 * repeated request can be shown its first answer again.
 */
export const orderView = (order: OrderResource, lang: Language): OrderView => ({
  ...orderRow(order, lang),
  warnings: shopWarnings(order, lang),
  buttons: buttonsOf(order, lang),
  editDialog: editDialogOf(order, lang),
});

/** What a use case of the orders answered, as the shop's screen shows it. */
export function shownToShop(told: Answer, lang: Language, more: object = {}): Answer {
  const view = orderView(JSON.parse(told.body) as OrderResource, lang);
  const shown = answer(told.status, { ...view, ...more });
  return told.replayed ? { ...shown, replayed: true } : shown;
}
