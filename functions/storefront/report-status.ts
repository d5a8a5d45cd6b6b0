import { standsWithUs } from '../drift/sights.ts';
import { changeOnce } from '../orders/change.ts';
import type { OrderResource } from '../orders/order.contract.ts';
import type { OrderId } from '../orders/order.item.ts';
import { amended, type ShopStatus } from '../orders/order.ts';
import type { ApartPorts } from '../orders/proofs-apart.ts';
import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import { instant } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import { buttonOf } from './buttons.ts';
import type { Language, Texts } from './language.ts';
import type { ShopPorts } from './press-button.ts';
import type { Prompt } from './storefront-orders.contract.ts';

export interface StatusReport extends OrderId {
  readonly status: ShopStatus;
  readonly once: OnceRequest;
  readonly actor: Actor;
}

/** Writes down the shop's 対応状況. It moves no money, whatever it says (CAPABILITIES.md P18). */
export const reportedStatus = (
  ports: ShopPorts & ApartPorts,
  { status, once, actor, ...id }: StatusReport,
): Promise<Answer> =>
  changeOnce(ports, id, { once, status: 201, actor, apart: ports.apart(id.merchantId) }, (order) => ({
    order: amended(order, instant(ports.clock), { shopStatus: status }),
    event: 'order.shop_reported',
  }));

const texts: Readonly<Record<'open' | 'closed' | 'unconfirmed', Texts>> = {
  open: {
    ja: '受注をキャンセルしても、Paidの決済はキャンセルされません。決済もキャンセルする場合は「キャンセルに変更」を押してください。',
    en: 'Cancelling the order does not cancel its payment. To cancel the payment as well, press "Change to cancelled".',
  },
  closed: {
    ja: 'Paidの決済は確定されているため、キャンセルできません。返金には赤伝（クレジットノート）を発行してください。',
    en: 'The payment is confirmed and cannot be cancelled any more. Issue a credit note to give money back.',
  },
  unconfirmed: {
    ja: '出荷済みですが、Paidの決済は未確定です。「確定済に変更」を押してください。',
    en: 'Shipped, but the payment is not confirmed yet. Press "Change to confirmed".',
  },
};

/** The same, for an answer about the order. */
export const promptFor = (told: Answer, lang: Language): Prompt | null =>
  promptOf(JSON.parse(told.body) as OrderResource, lang);

/** What the staff has to be asked when the shop's status and the payment part ways. */
export function promptOf(order: OrderResource, lang: Language): Prompt | null {
  if (!standsWithUs(order)) return null;
  const can = (action: 'cancel' | 'confirm') =>
    order.nextActions.includes(action) ? buttonOf(order, action, lang) : null;
  if (order.shopStatus === 'cancelled') {
    const button = can('cancel');
    return { code: 'payment_not_cancelled', text: texts[button ? 'open' : 'closed'][lang], button };
  }
  if (order.shopStatus !== 'shipped' || order.state === 'confirmed') return null;
  return { code: 'payment_not_confirmed', text: texts.unconfirmed[lang], button: can('confirm') };
}
