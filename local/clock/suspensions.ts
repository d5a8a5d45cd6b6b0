/**
 * Invocations that can stand aside while they wait for the clock to be advanced, by the key of their thread: an invocation
 * that asks for an advance would otherwise be the work that the advance waits for. Calling one suspends it; what it returns resumes it.
 */
export type Suspensions = Map<string, () => () => void>;
