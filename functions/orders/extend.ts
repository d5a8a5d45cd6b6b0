import type { Actor } from '../shared/actor.ts';
import type { Answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import { type ChangePorts, changeOnce } from './change.ts';
import { extend } from './hold-term.ts';
import type { OrderId } from './order.item.ts';

/** Extends the hold of an open order, once (P21). The credit account does not notice: what is held stays held. */
export const extendHold = (
  ports: ChangePorts & { readonly clock: Clock },
  { once, actor, ...id }: OrderId & { readonly once: OnceRequest; readonly actor: Actor },
): Promise<Answer> =>
  changeOnce(ports, id, { once, status: 201, actor }, (order) => ({
    order: extend(order, instant(ports.clock)),
    event: 'order.extended',
  }));
