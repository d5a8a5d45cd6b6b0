import type { OrderResource } from '../orders/order.contract.ts';
import { type Language, languages, type Texts } from './language.ts';

export const actions = ['confirm', 'finalize', 'cancel', 'change_amount', 'extend', 'refresh'] as const;
export type Action = (typeof actions)[number];

/** Those that are one press: the others open a dialog first, or change nothing. */
export const pressedActions = ['confirm', 'finalize', 'cancel', 'extend'] as const satisfies readonly Action[];

const texts: Readonly<Record<Action, Texts>> = {
  confirm: { ja: '確定済に変更', en: 'Change to confirmed' },
  finalize: { ja: '残りを取り消して確定済に変更', en: 'Release the rest and change to confirmed' },
  cancel: { ja: 'キャンセルに変更', en: 'Change to cancelled' },
  change_amount: { ja: '金額を変更', en: 'Change the amount' },
  extend: { ja: '与信期限を延長', en: 'Extend the hold' },
  refresh: { ja: '決済状態更新', en: 'Update the payment state' },
};

/** A button of the shop's screen is a call of the API, ready to be sent (CAPABILITIES.md B7). */
export interface Button {
  readonly action: Action;
  readonly text: string;
  readonly method: 'POST';
  readonly path: string;
  readonly body: Readonly<Record<string, string | number | boolean>>;
  readonly idempotencyKey: string;
}

/**
 * The key follows from the order, the action and the version that the screen shows: a second press of the same button is the same
 * request, whichever browser it comes from, and a press on an outdated screen is refused by its version.
 */
const keyOf = ({ id, version }: OrderResource, action: Action): string => `${id}:${action}:${version}`;

/** One button of an order. */
export function buttonOf(order: OrderResource, action: Action, lang: Language): Button {
  const at = `/v1/storefront/orders/${order.id}`;
  const { version } = order;
  const call =
    action === 'refresh'
      ? { path: `${at}/refreshes`, body: { version } }
      : action === 'change_amount'
        ? { path: `${at}/edits`, body: { version, shopAmount: order.shopAmount, changePaidAmount: true } }
        : { path: `${at}/actions`, body: { version, action } };
  const query = lang === languages[0] ? '' : `?lang=${lang}`;
  return {
    action,
    text: texts[action][lang],
    method: 'POST',
    path: call.path + query,
    body: call.body,
    idempotencyKey: keyOf(order, action),
  };
}

/** The buttons that an order has now. */
export function buttonsOf(order: OrderResource, lang: Language): Button[] {
  const possible: ReadonlySet<string> = new Set([...order.nextActions, 'refresh']);
  return actions.filter((action) => possible.has(action)).map((action) => buttonOf(order, action, lang));
}
