/**
 * The one source of time of the local runtime. It ticks with the wall clock, can be moved forward, and never goes back.
 * Everything that waits (Wait states, time-outs of states, schedules, queue delays) waits on it.
 */
export interface VirtualClock {
  /** Milliseconds since the Unix epoch, in virtual time. */
  now(): number;
  /** Runs `action` once virtual time has reached `atMs`; at once (but asynchronously) when that is in the past. Returns the way to call it off. */
  at(atMs: number, action: () => void | Promise<void>): () => void;
}

/**
 * Counts what is still running, so that an advance of the clock can wait until the system is quiet.
 * A Lambda invocation, a state that is not waiting, a message in a visible queue and an unread stream record are work;
 * a Wait state, a task token that nobody has answered, and a timer in the future are not.
 */
export interface Work {
  /** Marks one piece of work as begun; call the result exactly once when it has ended. */
  begin(label: string): () => void;
}
