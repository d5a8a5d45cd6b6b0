import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import { type ChangePorts, changeOnce, releaseOf } from './change.ts';
import type { OrderId } from './order.item.ts';
import { cancel, heldBy } from './order.ts';

/** Cancels an order before its first confirmation and gives the whole hold back (P18). */
export const cancelWholeOrder = (
  ports: ChangePorts & { readonly clock: Clock },
  { once, actor, ...id }: OrderId & { readonly once: OnceRequest; readonly actor: Actor },
): Promise<Answer> =>
  changeOnce(ports, id, { once, status: 201, actor }, (order) => ({
    order: cancel(order, instant(ports.clock)),
    event: 'order.cancelled',
    credit: releaseOf(heldBy(order)),
  }));
