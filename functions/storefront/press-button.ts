import { asSeen } from '../orders/as-seen.ts';
import { cancelWholeOrder } from '../orders/cancel.ts';
import type { CaptureInput } from '../orders/capture.ts';
import type { ChangePorts } from '../orders/change.ts';
import { extendHold } from '../orders/extend.ts';
import { finalizeOrder } from '../orders/finalize.ts';
import type { OrderId } from '../orders/order.item.ts';
import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import { businessDate, type Clock } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { PressButton } from './storefront-orders.contract.ts';

export type ShopPorts = ChangePorts & { readonly clock: Clock };

export interface ConfirmPorts {
  /** Confirms a shipment by the same way as the API does. */
  capture(input: CaptureInput): Promise<Answer>;
}

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
export function pressedButton(
  ports: ShopPorts & ConfirmPorts,
  { press, once, actor, ...id }: PressInput,
): Promise<Answer> {
  const { action, version, shippedOn = businessDate(ports.clock), carrier, trackingNumber } = press;
  const seeing = { clock: ports.clock, orders: asSeen(ports.orders, version) };
  const request = { ...id, once, actor };
  switch (action) {
    case 'confirm':
      return ports.capture({ ...request, shipment: { shippedOn, carrier, trackingNumber }, seen: version });
    case 'cancel':
      return cancelWholeOrder(seeing, request);
    case 'finalize':
      return finalizeOrder(seeing, request);
    case 'extend':
      return extendHold(seeing, request);
  }
}
