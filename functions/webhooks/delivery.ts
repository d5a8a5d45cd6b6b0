import * as z from 'zod/mini';
import type { PlacedEvent } from '../events/record.ts';
import { idFrom } from '../shared/ids.ts';
import type { Endpoint } from './endpoint.ts';
import { isGone, isTaken, type Outcome, receiverErrors } from './receiver.ts';
import { nextAttemptAt } from './retry-schedule.ts';

export const deliveryStates = ['retrying', 'delivered', 'failed', 'abandoned'] as const;
/** Exact times of a receiver's answers are not kept: how long it took, roughly. */
export const durations = ['under_100ms', 'under_1s', 'under_5s', 'over_5s'] as const;

export const Attempt = z.object({
  at: z.string(),
  status: z.optional(z.int()),
  error: z.optional(z.enum(receiverErrors)),
  duration: z.enum(durations),
  /** Of which replay it was part. */
  replayId: z.optional(z.string()),
});
export type Attempt = z.infer<typeof Attempt>;

/** How one event is brought to one endpoint. There is one delivery for both, however often the event comes. */
export const Delivery = z.object({
  deliveryId: z.string(),
  merchantId: z.string(),
  endpointId: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  resourceId: z.string(),
  position: z.int(),
  /** Abandoned: the endpoint was disabled or deleted before it took the event. */
  state: z.enum(deliveryStates),
  /** Failed attempts by the schedule; those of replays are not among them. */
  tries: z.int(),
  /** The latest of them, replays too. */
  attempts: z.array(Attempt),
  nextAttemptAt: z.optional(z.string()),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Delivery = z.infer<typeof Delivery>;

const attemptsKept = 20;

export const deliveryIdOf = (endpointId: string, eventId: string): string => idFrom('whd', endpointId, eventId);

/** Nothing was attempted yet, and nothing is kept before something was: version 0 is the one before the first. */
export const openDelivery = ({ event, position }: PlacedEvent, endpoint: Endpoint, at: string): Delivery => ({
  deliveryId: deliveryIdOf(endpoint.endpointId, event.id),
  merchantId: endpoint.merchantId,
  endpointId: endpoint.endpointId,
  eventId: event.id,
  eventType: event.type,
  resourceId: event.resourceId,
  position,
  state: 'retrying',
  tries: 0,
  attempts: [],
  version: 0,
  createdAt: at,
  updatedAt: at,
});

export interface Attempted {
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly atMs: number;
  /** In [0, 1): where in the jitter the next attempt lies. */
  readonly random: number;
  readonly replayId?: string | undefined;
}

/** The delivery after an attempt. What was taken once stays delivered, whatever becomes of later attempts. */
export function attempted(delivery: Delivery, attempt: Attempted): Delivery {
  const { outcome, atMs, random, replayId } = attempt;
  const { nextAttemptAt: planned, ...rest } = delivery;
  const at = new Date(atMs).toISOString();
  const settled = {
    ...rest,
    attempts: [...delivery.attempts, shownAttempt(attempt, at)].slice(-attemptsKept),
    version: delivery.version + 1,
    updatedAt: at,
  };
  if (isTaken(outcome) || delivery.state === 'delivered') return { ...settled, state: 'delivered' };
  if (replayId !== undefined) {
    const goesOn = delivery.state === 'retrying' && planned !== undefined;
    return goesOn ? { ...settled, nextAttemptAt: planned } : { ...settled, state: 'failed' };
  }
  const tries = delivery.tries + 1;
  const next = isGone(outcome) ? undefined : nextAttemptAt(tries, atMs, random);
  return next === undefined
    ? { ...settled, tries, state: 'failed' }
    : { ...settled, tries, state: 'retrying', nextAttemptAt: next };
}

/** There is nobody left to bring it to. */
export function abandoned({ nextAttemptAt: _, ...delivery }: Delivery, at: string): Delivery {
  return { ...delivery, state: 'abandoned', version: delivery.version + 1, updatedAt: at };
}

/** Whether a replay has brought it already: a page of a replay may be worked through twice. */
export const isDeliveredBy = ({ attempts }: Delivery, replayId: string): boolean =>
  attempts.some((one) => one.replayId === replayId && one.status !== undefined && isTaken({ status: one.status }));

const shownAttempt = ({ outcome, durationMs, replayId }: Attempted, at: string): Attempt => ({
  at,
  ...outcome,
  duration: durationOf(durationMs),
  ...(replayId === undefined ? {} : { replayId }),
});

/** How long it took, roughly. */
export function durationOf(ms: number): Attempt['duration'] {
  if (ms < 100) return 'under_100ms';
  if (ms < 1000) return 'under_1s';
  return ms < 5000 ? 'under_5s' : 'over_5s';
}
