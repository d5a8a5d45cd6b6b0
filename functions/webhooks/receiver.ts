/** What became of one attempt to tell a receiver. */
export type Outcome = { readonly status: number } | { readonly error: ReceiverError };

export const receiverErrors = [
  'address_not_allowed',
  'name_not_found',
  'connection_failed',
  'tls_failed',
  'timed_out',
] as const;
export type ReceiverError = (typeof receiverErrors)[number];

export interface Posted {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long it may take in all, where that is less than the receiver would be given. */
  readonly totalMs?: number | undefined;
}

/** The port to a merchant's server. It never throws for what the server or its network does. */
export interface Receiver {
  post(posted: Posted): Promise<{ readonly outcome: Outcome; readonly durationMs: number }>;
  /** The time by which receivers live: they hold `webhook-timestamp` against it, and refuse what is five minutes off. */
  now(): number;
}

/** A receiver has taken an event when it says so with a 2xx; a redirect is not followed, so it has not. */
export const isTaken = (outcome: Outcome): boolean =>
  'status' in outcome && outcome.status >= 200 && outcome.status < 300;

/** "410 Gone" asks not to be told again (Standard Webhooks, "Disabling endpoints"). */
export const isGone = (outcome: Outcome): boolean => 'status' in outcome && outcome.status === 410;
