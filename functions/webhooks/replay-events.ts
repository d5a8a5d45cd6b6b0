import { eventKey } from '../events/event-keys.ts';
import type { RecordedEvent, RecordedEvents } from '../events/recorded-event.ts';
import { instant } from '../shared/clock.ts';
import { type AttemptPorts, attemptDelivery } from './attempt.ts';
import type { DeliveryStore } from './delivery.store.ts';
import { isDeliveredBy, openDelivery } from './delivery.ts';
import type { EnabledEndpoint } from './endpoint.store.ts';
import { isTaken } from './receiver.ts';
import type { ReplayStore } from './replay.store.ts';
import { advanced, failed, isInReplay, type Progress, type Replay, waiting } from './replay.ts';
import { enabledEndpoint } from './retry.ts';
import { nextAttemptAt } from './retry-schedule.ts';
import type { ReplayInput } from './start-replay.ts';

export interface ReplayPorts extends AttemptPorts {
  readonly deliveries: AttemptPorts['deliveries'] & Pick<DeliveryStore, 'open'>;
  readonly events: Pick<RecordedEvents, 'page'>;
  readonly replays: Pick<ReplayStore, 'get' | 'save' | 'takeTurn'>;
}

/** What the state machine goes on with. */
export interface ReplayProgress extends ReplayInput {
  readonly state: Replay['state'];
  readonly nextAttemptAt?: string;
}

/**
 * How much one call of the step takes on. A state machine has 25,000 steps to its history (Step Functions quotas): with a receiver
 * that answers at once this is enough for a million events.
 */
const eventsPerCall = 500;
/** After so much waiting for the receiver no further event is begun: one more takes 15 s, and the step has three minutes. */
const waitingMaxMs = 60_000;

/** Longer than a call of the step can last: a turn whose process ended is over by itself. */
const turnMs = 4 * 60 * 1000;
/** How long a replay waits before it asks again whether the one before it is done. */
const nextTurnMs = 5 * 60 * 1000;

/**
 * Brings the next events of a replay, one after another. One that is not taken is tried again by the schedule before the next one
 * goes, so that the receiver sees them in the order in which they were recorded. A call that is repeated brings again only what
 * it had not kept as delivered.
 */
export async function replayEvents(ports: ReplayPorts, input: ReplayInput): Promise<ReplayProgress> {
  const replay = await ports.replays.get(input);
  if (replay.state === 'completed' || replay.state === 'failed') return progressOf(replay);
  const next = replay.eventId === undefined ? await inTurn(ports, replay) : await playedOn(ports, replay);
  await ports.replays.save(next);
  return progressOf(next);
}

/**
 * Ranges go to an endpoint one at a time: two at once would mix their orders, and a merchant that asks for hundreds would keep as
 * many functions busy, which are everybody's.
 */
async function inTurn(ports: ReplayPorts, replay: Replay): Promise<Replay> {
  const now = () => instant(ports.clock);
  const later = (ms: number) => new Date(ports.clock.now() + ms).toISOString();
  if (!(await ports.replays.takeTurn(replay, now(), later(turnMs)))) {
    return waiting(replay, replay, later(nextTurnMs), now());
  }
  const next = await playedOn(ports, replay);
  if (next.state !== 'running') await ports.replays.takeTurn(replay, now(), now());
  return next;
}

async function playedOn(ports: ReplayPorts, replay: Replay): Promise<Replay> {
  const { merchantId, endpointId } = replay;
  const enabled = await enabledEndpoint(ports, merchantId, endpointId);
  const now = () => instant(ports.clock);
  if (!enabled) return failed(replay, replay, 'endpoint_disabled', now());
  const after = replay.next > 1 ? { ...eventKey(merchantId, replay.next - 1) } : undefined;
  const { events } = await ports.events.page(merchantId, { limit: eventsPerCall, after });
  let progress: Progress = replay;
  let waitedMs = 0;
  for (const event of events) {
    if (event.position > replay.through || waitedMs > waitingMaxMs) break;
    if (isInReplay(replay, enabled.endpoint, event)) {
      const { taken, durationMs } = await brought(ports, enabled, replay, event);
      if (!taken) return notTaken(ports, replay, progress);
      waitedMs += durationMs;
      progress = { ...progress, delivered: progress.delivered + 1 };
    }
    progress = { ...progress, next: event.position + 1, tries: 0 };
  }
  return advanced(replay, progress, now());
}

async function brought(ports: ReplayPorts, enabled: EnabledEndpoint, { replayId }: Replay, event: RecordedEvent) {
  const placed = { event, position: event.position };
  const delivery = await ports.deliveries.open(openDelivery(placed, enabled.endpoint, instant(ports.clock)));
  if (isDeliveredBy(delivery, replayId)) return { taken: true, durationMs: 0 };
  const { outcome, durationMs } = await attemptDelivery(ports, enabled, delivery, event, { replayId });
  return { taken: isTaken(outcome), durationMs };
}

/** Waits by the same schedule as a delivery, and is given up after as many attempts. */
function notTaken(ports: ReplayPorts, replay: Replay, progress: Progress): Replay {
  const tries = progress.tries + 1;
  const at = instant(ports.clock);
  const next = nextAttemptAt(tries, ports.clock.now(), ports.random());
  if (next === undefined) return failed(replay, { ...progress, tries }, 'receiver_failed', at);
  return waiting(replay, { ...progress, tries }, next, at);
}

const progressOf = ({ merchantId, endpointId, replayId, state, nextAttemptAt: next }: Replay): ReplayProgress => ({
  merchantId,
  endpointId,
  replayId,
  state,
  ...(next === undefined ? {} : { nextAttemptAt: next }),
});
