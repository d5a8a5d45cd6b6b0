import { asSeen } from '../orders/as-seen.ts';
import { changeOnce } from '../orders/change.ts';
import { amountChanged } from '../orders/change-amount.ts';
import type { OrderId } from '../orders/order.item.ts';
import type { Order } from '../orders/order.ts';
import type { ApartPorts } from '../orders/proofs-apart.ts';
import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import { instant } from '../shared/clock.ts';
import { yen } from '../shared/money.ts';
import type { OnceRequest } from '../shared/once.ts';
import { portable, Refusal } from '../shared/refusal.ts';
import type { ShopPorts } from './press-button.ts';
import type { EditOrder } from './storefront-orders.contract.ts';

export interface EditInput extends OrderId {
  readonly edit: EditOrder;
  readonly once: OnceRequest;
  readonly actor: Actor;
}

/**
 * The shop has changed the amount of an order (CAPABILITIES.md P16). With the tick the Paid amount changes too, and up needs credit
 * for the difference; without it only what the shop shows changes, and the mismatch is written down as a drift.
 */
export async function editedOrder(
  ports: ShopPorts & ApartPorts,
  { edit, once, actor, ...id }: EditInput,
): Promise<Answer> {
  const { changePaidAmount, version } = edit;
  const amount = yen(edit.shopAmount);
  const seeing = { orders: asSeen(ports.orders, version) };
  let met: Order | undefined;
  try {
    return await changeOnce(seeing, id, { once, status: 201, actor, apart: ports.apart(id.merchantId) }, (order) => {
      met = order;
      return amountChanged(order, { amount, lines: edit.lines, changePaidAmount }, instant(ports.clock));
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'declined' || !met) throw error;
    throw bothStand(error, met);
  }
}

/** Credit was refused: the dialog has to say that the shop's amount did not change either. */
function bothStand(refusal: Refusal, { amount, shopAmount = amount }: Order): Refusal {
  const detail = `${refusal.detail} Neither amount was changed: the shop's is ${shopAmount} yen, Paid's ${amount} yen.`;
  const facts = { ...refusal.facts, shopAmount, paidAmount: amount };
  return new Refusal({ ...portable(refusal), detail, facts }, refusal);
}
