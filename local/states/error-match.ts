const timeouts = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

/**
 * Whether one entry of `ErrorEquals` matches an error name ("Handling errors in Step Functions workflows", Error names):
 * States.Runtime always ends the execution; States.ALL does not reach States.DataLimitExceeded; States.TaskFailed is every error
 * but a time-out; States.Timeout covers a missed heartbeat too.
 */
function entryMatches(entry: string, error: string): boolean {
  if (error === 'States.Runtime') return false;
  if (entry === error) return true;
  if (entry === 'States.ALL') return error !== 'States.DataLimitExceeded';
  if (entry === 'States.TaskFailed') return !timeouts.has(error);
  return entry === 'States.Timeout' && timeouts.has(error);
}

/** Whether a retrier or a catcher is for this error. */
export const matchesError = (errorEquals: readonly string[], error: string): boolean =>
  errorEquals.some((entry) => entryMatches(entry, error));
