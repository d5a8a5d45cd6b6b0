import { systemActor } from '../shared/actor.ts';
import { businessDate, type Clock, instant } from '../shared/clock.ts';
import { type ChangePorts, changeOnce, type OrderChange, releaseOf } from './change.ts';
import type { OrderId } from './order.item.ts';
import { expire, heldBy, type Order, openStates } from './order.ts';

export interface ExpirePorts extends ChangePorts {
  readonly clock: Clock;
  /** Orders whose hold stood until a day before `today`, in no order. */
  readonly overdueHolds: (today: string) => AsyncIterable<OrderId>;
}

/**
 * Releases every hold that has outlived its last day (P21). Runs daily; run again, it finds only what is left, so a run that
 * was stopped in the middle is finished by the next. A hold that cannot be released holds up no other: it is told at the end.
 * Answers how many holds it released.
 */
export async function expireHolds(ports: ExpirePorts): Promise<number> {
  const today = businessDate(ports.clock);
  const failures: unknown[] = [];
  let released = 0;
  for await (const id of ports.overdueHolds(today)) {
    try {
      if (await expireOne(ports, id, today)) released += 1;
    } catch (cause) {
      failures.push(new Error(`the hold of ${id.orderId} could not be released`, { cause }));
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} holds failed, ${released} released`);
  return released;
}

/** The index may be a moment behind the order: the order itself decides. */
class NothingToExpire extends Error {}

async function expireOne(ports: ExpirePorts, id: OrderId, today: string): Promise<boolean> {
  try {
    await changeOnce(ports, id, { status: 200, actor: systemActor('expire-holds') }, (order) =>
      expired(order, today, instant(ports.clock)),
    );
    return true;
  } catch (error) {
    if (error instanceof NothingToExpire) return false;
    throw error;
  }
}

function expired(order: Order, today: string, at: string): OrderChange {
  if (!openStates.has(order.state) || order.expiresOn >= today) throw new NothingToExpire();
  return {
    order: expire(order, at),
    event: 'order.expired',
    credit: releaseOf(heldBy(order)),
  };
}
