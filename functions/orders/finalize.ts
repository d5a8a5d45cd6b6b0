import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import { type ChangePorts, changeOnce, releaseOf } from './change.ts';
import type { OrderId } from './order.item.ts';
import { finalize, heldBy } from './order.ts';

/** Closes a partly shipped order: what remains is released without a shipment of its own (P15). */
export const finalizeOrder = (
  ports: ChangePorts & { readonly clock: Clock },
  { once, actor, ...id }: OrderId & { readonly once: OnceRequest; readonly actor: Actor },
): Promise<Answer> =>
  changeOnce(ports, id, { once, status: 201, actor }, (order) => ({
    order: finalize(order, instant(ports.clock)),
    event: 'order.confirmed',
    credit: releaseOf(heldBy(order)),
  }));
