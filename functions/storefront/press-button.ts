import { cancelWholeOrder } from '../orders/cancel.ts';
import { captureOrder } from '../orders/capture.ts';
import type { ChangePorts } from '../orders/change.ts';
import { extendHold } from '../orders/extend.ts';
import { finalizeOrder } from '../orders/finalize.ts';
import type { OrderId } from '../orders/order.item.ts';
import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import { businessDate, type Clock } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { PressButton } from './storefront-orders.contract.ts';

export type ShopPorts = ChangePorts & { readonly clock: Clock };

export interface PressInput extends OrderId {
  readonly press: PressButton;
  readonly once: OnceRequest;
  readonly actor: Actor;
}

/**
 * Carries out a button by the use case that the API has for it, on the version that the screen shows (CAPABILITIES.md B5, B7). A
 * second press is the same request and gets the first answer, also while the first is still on its way. A mismatch of the amounts
 * does not stop a confirmation: the answer warns of it (P17).
 */
export function pressedButton(ports: ShopPorts, { press, once, actor, ...id }: PressInput): Promise<Answer> {
  const { action, version, shippedOn = businessDate(ports.clock), carrier, trackingNumber } = press;
  const seeing = { clock: ports.clock, orders: asSeen(ports.orders, version) };
  const request = { ...id, once, actor };
  switch (action) {
    case 'confirm':
      return captureOrder(seeing, { ...request, shipment: { shippedOn, carrier, trackingNumber } });
    case 'cancel':
      return cancelWholeOrder(seeing, request);
    case 'finalize':
      return finalizeOrder(seeing, request);
    case 'extend':
      return extendHold(seeing, request);
  }
}

/** The same orders, which change only from the version that somebody saw. A request that was carried out is answered before that. */
export const asSeen = (orders: ChangePorts['orders'], version: number | undefined): ChangePorts['orders'] => ({
  get: (id) => orders.get(id),
  save: async (before, change, proof) => {
    const { id, version: now } = before.order;
    if (version !== undefined && now !== version) {
      throw refuseRequest('VersionStale', `Order ${id} is at version ${now}, not ${version}.`, { version: now });
    }
    await orders.save(before, change, proof);
  },
});
