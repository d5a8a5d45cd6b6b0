/**
 * How a state or an execution fails: an error name that Retry and Catch match, and a cause for people. The states of the
 * Amazon States Language know nothing else.
 */
export class StateFailure extends Error {
  readonly error: string;
  override readonly cause: string;
  constructor(error: string, cause = '') {
    super(cause ? `${error}: ${cause}` : error);
    this.name = 'StateFailure';
    this.error = error;
    this.cause = cause;
  }
}

type InterruptionKind = 'aborted' | 'timed-out' | 'failed' | 'sibling-failed' | 'shutdown';

/** Ends a scope from outside: no Retry and no Catch inside that scope sees it. */
export class Interruption extends Error {
  readonly kind: InterruptionKind;
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  constructor(kind: InterruptionKind, error?: string, cause?: string) {
    super(`${kind}${error ? `: ${error}` : ''}`);
    this.name = 'Interruption';
    this.kind = kind;
    this.error = error;
    this.cause = cause;
  }
}

/** What a state reports for anything thrown inside it. An error of our own is States.Runtime, which nothing can catch. */
export function asFailure(thrown: unknown): StateFailure | Interruption {
  if (thrown instanceof StateFailure || thrown instanceof Interruption) return thrown;
  return new StateFailure('States.Runtime', thrown instanceof Error ? thrown.message : String(thrown));
}
