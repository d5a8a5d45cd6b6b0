import { systemActor } from '../shared/actor.ts';
import { businessDate, type Clock, instant, plusDays } from '../shared/clock.ts';
import { type ChangePorts, changeOnce, type OrderChange, releaseOf } from './change.ts';
import { isToBeWarned, warningDays } from './hold-term.ts';
import type { OrderId } from './order.item.ts';
import { amended, expire, heldBy, type Order, openStates } from './order.ts';
import { decline, toReviewBy } from './order-review.ts';

export interface ExpirePorts extends ChangePorts {
  readonly clock: Clock;
  /** Orders that wait for a shipment or a decision until a day not after `lastDay`, or for their provider, in no order. */
  readonly endingHolds: (lastDay: string) => AsyncIterable<OrderId>;
}

export interface ExpiryRun {
  /** Holds that ended, and reviews that nobody decided. */
  readonly released: number;
  /** Holds whose end was announced. */
  readonly warned: number;
  /** Orders whose provider was not heard of for more than a day: they wait for a person now. */
  readonly handedOver: number;
}

/**
 * Releases every hold that has outlived its last day, and announces those that end within seven days (P21). Runs daily; run
 * again, it finds only what is left, so a run that was stopped in the middle is finished by the next. An order that cannot be
 * dealt with holds up no other: it is told at the end.
 */
export async function expireHolds(ports: ExpirePorts): Promise<ExpiryRun> {
  const today = businessDate(ports.clock);
  const failures: unknown[] = [];
  const run = { released: 0, warned: 0, handedOver: 0 };
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
      done = doneBy[change.event ?? ''] ?? 'released';
      return change;
    });
    return done;
  } catch (error) {
    if (error instanceof NothingToDo) return undefined;
    throw error;
  }
}

const doneBy: Readonly<Record<string, keyof ExpiryRun>> = {
  'order.expiring': 'warned',
  'order.review_requested': 'handedOver',
};

function ended(order: Order, today: string, at: string): OrderChange {
  if (order.expiresOn < today) return outlived(order, at);
  if (isForgotten(order, at)) {
    const credit = releaseOf(heldBy(order));
    return { order: toReviewBy('bureau_unavailable', order, at), event: 'order.review_requested', credit };
  }
  if (!isToBeWarned(order, today)) throw new NothingToDo();
  return { order: amended(order, at, { warnedAt: at }), event: 'order.expiring' };
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The resolution of a pending order ends after a day (statemachines/order-check.asl.json). One that is still pending after two
 * never had one: its request died between storing it and asking, and was not sent again.
 */
const isForgotten = ({ state, createdAt }: Order, at: string): boolean =>
  state === 'pending_provider' && Date.parse(at) - Date.parse(createdAt) > 2 * dayMs;

function outlived(order: Order, at: string): OrderChange {
  const credit = releaseOf(heldBy(order));
  if (openStates.has(order.state)) return { order: expire(order, at), event: 'order.expired', credit };
  if (order.state !== 'review' && order.state !== 'pending_provider') throw new NothingToDo();
  return { order: decline(order, 'hold_expired', at), event: 'order.declined', credit };
}
