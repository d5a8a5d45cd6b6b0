import { systemActor } from '../shared/actor.ts';
import { businessDate, type Clock, instant, plusDays } from '../shared/clock.ts';
import { type ChangePorts, changeOnce, type OrderChange, releaseOf } from './change.ts';
import { isToBeWarned, warningDays } from './hold-term.ts';
import type { OrderId } from './order.item.ts';
import { amended, expire, heldBy, type Order, openStates } from './order.ts';
import { decline } from './order-review.ts';

export interface ExpirePorts extends ChangePorts {
  readonly clock: Clock;
  /** Orders that wait for a shipment or a decision until a day not after `lastDay`, in no order. */
  readonly endingHolds: (lastDay: string) => AsyncIterable<OrderId>;
}

export interface ExpiryRun {
  /** Holds that ended, and reviews that nobody decided. */
  readonly released: number;
  /** Holds whose end was announced. */
  readonly warned: number;
}

/**
 * Releases every hold that has outlived its last day, and announces those that end within seven days (P21). Runs daily; run
 * again, it finds only what is left, so a run that was stopped in the middle is finished by the next. An order that cannot be
 * dealt with holds up no other: it is told at the end.
 */
export async function expireHolds(ports: ExpirePorts): Promise<ExpiryRun> {
  const today = businessDate(ports.clock);
  const failures: unknown[] = [];
  const run = { released: 0, warned: 0 };
  for await (const id of ports.endingHolds(plusDays(today, warningDays))) {
    try {
      const done = await endOne(ports, id, today);
      if (done) run[done] += 1;
    } catch (cause) {
      failures.push(new Error(`the hold of ${id.orderId} could not be released`, { cause }));
    }
  }
  const { released, warned } = run;
  if (failures.length === 0) return run;
  throw new AggregateError(failures, `${failures.length} holds failed, ${released} released, ${warned} warned`);
}

/** The index may be a moment behind the order: the order itself decides. */
class NothingToDo extends Error {}

async function endOne(ports: ExpirePorts, id: OrderId, today: string): Promise<keyof ExpiryRun | undefined> {
  let done: keyof ExpiryRun | undefined;
  try {
    await changeOnce(ports, id, { status: 200, actor: systemActor('expire-holds') }, (order) => {
      const change = ended(order, today, instant(ports.clock));
      done = change.event === 'order.expiring' ? 'warned' : 'released';
      return change;
    });
    return done;
  } catch (error) {
    if (error instanceof NothingToDo) return undefined;
    throw error;
  }
}

function ended(order: Order, today: string, at: string): OrderChange {
  if (order.expiresOn < today) return outlived(order, at);
  if (!isToBeWarned(order, today)) throw new NothingToDo();
  return { order: amended(order, at, { warnedAt: at }), event: 'order.expiring' };
}

function outlived(order: Order, at: string): OrderChange {
  const credit = releaseOf(heldBy(order));
  if (openStates.has(order.state)) return { order: expire(order, at), event: 'order.expired', credit };
  if (order.state !== 'review' && order.state !== 'pending_provider') throw new NothingToDo();
  return { order: decline(order, 'hold_expired', at), event: 'order.declined', credit };
}
