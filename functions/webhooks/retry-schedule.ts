const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * How long after a failed attempt the next one is made (API.md section 8, Webhooks; the schedule that the Standard Webhooks
 * specification proposes). The first attempt is made at once; the tenth and last, three days and four hours later.
 */
const delaysMs = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** How many attempts there are, the first among them. */
export const attemptsMax = delaysMs.length + 1;

/** Up to a tenth longer, so that the events of an outage do not all come back at the same moment. */
const jitter = 0.1;

/** The instant of the next attempt after so many failed ones; undefined when there is none. `random` is in [0, 1). */
export function nextAttemptAt(failedAttempts: number, nowMs: number, random: number): string | undefined {
  const delay = delaysMs[failedAttempts - 1];
  return delay === undefined ? undefined : new Date(nowMs + Math.round(delay * (1 + jitter * random))).toISOString();
}
