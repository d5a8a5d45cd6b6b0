import type { VirtualClock } from '../clock/clock.ts';
import type { Cancellation } from './cancellation.ts';
import { Interruption } from './failure.ts';
import type { JsonObject } from './json.ts';
import type { ExecutionStore } from './store.ts';

/** "Maximum number of events in a single state machine execution history: 25,000" (service quotas). */
const historyLimit = 25_000;

export interface History {
  /** Adds an event and gives its id. The details are only made when they are kept. */
  add(type: string, previousEventId: number, details?: () => Record<string, JsonObject>): number;
  /** The event that ends the execution, for which there is always room. */
  end(type: string, previousEventId: number, details?: () => Record<string, JsonObject>): void;
}

/** An Express execution keeps no history that the API would show. */
export const noHistory: History = { add: () => 0, end: () => undefined };

/** The history of a Standard execution. The event that would leave no room for the last one ends the execution instead. */
export function createHistory(
  store: ExecutionStore,
  clock: VirtualClock,
  arn: string,
  cancellation: Cancellation,
  known: number,
): History {
  let lastId = known;
  const write = (type: string, previousEventId: number, details?: () => Record<string, JsonObject>) => {
    lastId += 1;
    const event = { id: lastId, previousEventId, timestamp: clock.now(), type };
    store.addEvent(arn, details ? { ...event, details: details() } : event);
    return lastId;
  };
  return {
    add(type, previousEventId, details) {
      if (lastId + 1 < historyLimit) return write(type, previousEventId, details);
      const full = new Interruption(
        'failed',
        'States.Runtime',
        `The execution reached the maximum number of history events (${historyLimit}).`,
      );
      cancellation.cancel(full);
      throw full;
    },
    end: write,
  };
}
