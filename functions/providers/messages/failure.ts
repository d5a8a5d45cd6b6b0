import type { Refusal } from '../../shared/refusal.ts';
import { refuseAsMessages } from './messages.refusals.ts';

/** As every provider (API.md section 8, Timeouts). */
export const providerTimeoutMs = 5000;

interface ServiceFailure {
  readonly name: string;
  readonly Reason?: unknown;
}

/**
 * What a failed call means for the message. Only the service's name for it is kept, and not the error as the cause: its sentence
 * may hold the address, and causes are logged. What is not known to be final is tried again: throttling, outages, time-outs, and
 * our own account being set up wrongly.
 */
export function refusalOf(service: string, cause: unknown, isForGood: (failure: ServiceFailure) => boolean): Refusal {
  const failure = named(cause);
  const reason = typeof failure.Reason === 'string' ? failure.Reason : failure.name;
  return isForGood(failure)
    ? refuseAsMessages('MessageRefused', `${service} refused the message: ${reason}.`, { reason })
    : refuseAsMessages('MessagesUnavailable', `${service} did not take the message: ${reason}.`, { reason });
}

function named(cause: unknown): ServiceFailure {
  if (!(cause instanceof Error)) return { name: 'Unknown' };
  return cause.name === 'AbortError' ? { name: 'Timeout' } : (cause as Error & ServiceFailure); // the signal is our patience
}
