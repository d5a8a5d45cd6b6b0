/** Tells everything below a scope that it must end, and why. A tree: what ends a parent ends its children. */
export interface Cancellation {
  readonly reason: Error | undefined;
  cancel(reason: Error): void;
  onCancel(listener: (reason: Error) => void): () => void;
  /** A part that can be ended alone; `close` takes it off its parent. */
  child(): Cancellation & { close(): void };
}

/** AbortController does the same for ten times the price, which an Express execution of one task would notice. */
export function createCancellation(): Cancellation {
  let reason: Error | undefined;
  const listeners = new Set<(reason: Error) => void>();
  const own: Cancellation = {
    get reason() {
      return reason;
    },
    cancel(why) {
      if (reason) return;
      reason = why;
      for (const listener of [...listeners]) listener(why);
      listeners.clear();
    },
    onCancel(listener) {
      if (reason) {
        listener(reason);
        return () => undefined;
      }
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    child() {
      const below = createCancellation();
      const close = own.onCancel((why) => below.cancel(why));
      return Object.assign(Object.create(below) as Cancellation, {
        close: () => {
          close();
        },
      });
    },
  };
  return own;
}

/** The promise's outcome, unless the cancellation comes first; a later answer is dropped, as Step Functions drops it. */
export function unlessCancelled<T>(cancellation: Cancellation, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const off = cancellation.onCancel(reject);
    promise.then(
      (value) => {
        off();
        resolve(value);
      },
      (error: unknown) => {
        off();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
