import * as z from 'zod/mini';
import type { EventResource } from '../events/event.contract.ts';
import { isOfTypes } from '../events/listened.ts';
import type { Endpoint } from './endpoint.ts';

export const replayStates = ['running', 'waiting', 'completed', 'failed'] as const;
export const replayFailures = ['endpoint_disabled', 'receiver_failed'] as const;

/** Events of a range, brought to an endpoint again, one after another in the order in which they were recorded. */
export const Replay = z.object({
  replayId: z.string(),
  merchantId: z.string(),
  endpointId: z.string(),
  /** By the time at which events occurred: from (included) to (not included). Absent where it is one event's redelivery. */
  from: z.optional(z.string()),
  to: z.optional(z.string()),
  eventId: z.optional(z.string()),
  /** The position of the next event to look at, and of the last. */
  next: z.int(),
  through: z.int(),
  /** Failed attempts at the next event. */
  tries: z.int(),
  delivered: z.int(),
  state: z.enum(replayStates),
  stateReason: z.optional(z.enum(replayFailures)),
  nextAttemptAt: z.optional(z.string()),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Replay = z.infer<typeof Replay>;

/** Whether the replay brings this event: a redelivery brings the one that was named, whatever the endpoint's filter says. */
export function isInReplay(
  replay: Replay,
  endpoint: Endpoint,
  event: Pick<EventResource, 'id' | 'type' | 'occurredAt'>,
) {
  if (replay.eventId !== undefined) return event.id === replay.eventId;
  const { from = '0', to = '9' } = replay;
  return from <= event.occurredAt && event.occurredAt < to && isOfTypes(event.type, endpoint.events);
}

const moved = ({ nextAttemptAt: _, ...replay }: Replay, at: string, changes: Partial<Replay>): Replay => ({
  ...replay,
  ...changes,
  version: replay.version + 1,
  updatedAt: at,
});

export type Progress = Pick<Replay, 'next' | 'tries' | 'delivered'>;

/** So far, and on at once, or done. */
export const advanced = (replay: Replay, progress: Progress, at: string): Replay =>
  moved(replay, at, { ...progress, state: progress.next > replay.through ? 'completed' : 'running' });

/** The next event was not taken, and the others wait behind it, so that their order stays; or another replay is before it. */
export const waiting = (replay: Replay, progress: Progress, nextAttemptAt: string, at: string): Replay => ({
  ...moved(replay, at, { ...progress, state: 'waiting' }),
  nextAttemptAt,
});

/** It ends where it stands; another replay can go on from there. */
export const failed = (
  replay: Replay,
  progress: Progress,
  stateReason: (typeof replayFailures)[number],
  at: string,
): Replay => moved(replay, at, { ...progress, state: 'failed', stateReason });
