import type { VirtualClock, Work } from '../clock/clock.ts';
import type { Cancellation } from './cancellation.ts';

/** The work that one scope of an execution holds while it runs and gives back while it waits. */
export interface Activity {
  pause(): void;
  resume(): void;
}

export function beginActivity(work: Work, label: string): Activity {
  let end: (() => void) | undefined = work.begin(label);
  return {
    pause() {
      end?.();
      end = undefined;
    },
    resume() {
      end ??= work.begin(label);
    },
  };
}

export interface Waker<T> {
  wake(value: T): void;
  fail(error: Error): void;
}

/**
 * Waits without being work, for a timer, a task token, a child. The work is held again in the very call that wakes the scope, so
 * that the clock never sees a quiet system between the cause and its effect.
 */
export function park<T>(
  scope: { readonly activity: Activity; readonly cancellation: Cancellation },
  register: (waker: Waker<T>) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let open = true;
    let unregister: (() => void) | undefined;
    const settle = (finish: () => void) => {
      if (!open) return;
      open = false;
      unregister?.();
      offCancel();
      scope.activity.resume();
      finish();
    };
    let offCancel: () => void = () => undefined;
    const fail = (error: Error) => settle(() => reject(error));
    try {
      unregister = register({ wake: (value) => settle(() => resolve(value)), fail });
    } catch (error) {
      return fail(error instanceof Error ? error : new Error(String(error)));
    }
    if (!open) return unregister();
    // only now: what was just started (children) is already work of its own
    scope.activity.pause();
    offCancel = scope.cancellation.onCancel((reason) => settle(() => reject(reason)));
  });
}

/** Waits until the clock shows `until`. */
export const parkUntil = (
  scope: { readonly activity: Activity; readonly cancellation: Cancellation },
  clock: VirtualClock,
  until: number,
): Promise<void> => park<void>(scope, ({ wake }) => clock.at(until, () => wake()));
