import type { Activity } from './activity.ts';
import { type Cancellation, unlessCancelled } from './cancellation.ts';
import { StateFailure } from './failure.ts';
import { save, type Visit } from './visit.ts';

/** One attempt at a task, with its time limits. */
export interface Attempt {
  readonly activity: Activity;
  readonly cancellation: Cancellation;
  /** The promise's outcome, unless the attempt is over before. */
  settle<T>(promise: Promise<T>): Promise<T>;
  beat(): void;
  close(): void;
}

export interface Limits {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** Starts the clocks of an attempt. Their ends are kept, so that a restart does not give the task more time. */
export function openAttempt(visit: Visit, limits: Limits): Attempt {
  const { scope, point, state } = visit;
  const { clock } = scope.engine.ports;
  const cancellation = scope.cancellation.child();
  let offHeartbeat: () => void = () => undefined;
  let offTimeout: () => void = () => undefined;
  if (limits.timeoutSeconds !== undefined) {
    const deadline = point.deadline ?? clock.now() + limits.timeoutSeconds * 1000;
    point.deadline = deadline;
    offTimeout = clock.at(deadline, () =>
      cancellation.cancel(
        new StateFailure('States.Timeout', `The task '${state.name}' did not end within ${limits.timeoutSeconds} s.`),
      ),
    );
  }
  const watchHeartbeat = () => {
    if (limits.heartbeatSeconds === undefined) return;
    offHeartbeat();
    const deadline = point.heartbeatDeadline ?? clock.now() + limits.heartbeatSeconds * 1000;
    point.heartbeatDeadline = deadline;
    offHeartbeat = clock.at(deadline, () =>
      cancellation.cancel(
        new StateFailure(
          'States.HeartbeatTimeout',
          `The task '${state.name}' gave no heartbeat for ${limits.heartbeatSeconds} s.`,
        ),
      ),
    );
  };
  watchHeartbeat();
  return {
    activity: scope.activity,
    cancellation,
    settle: (promise) => unlessCancelled(cancellation, promise),
    beat() {
      delete point.heartbeatDeadline;
      watchHeartbeat();
      save(visit);
    },
    close() {
      offTimeout();
      offHeartbeat();
      cancellation.close();
    },
  };
}
