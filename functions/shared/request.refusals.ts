import { type FieldError, portable, Refusal, refusals } from './refusal.ts';

/** Refusals that any route may give before its use case runs. */
export const refuseRequest = refusals({
  MalformedRequest: ['malformed', 'The request is not valid'],
  IdempotencyKeyMissing: ['malformed', 'The Idempotency-Key header is missing'],
  IdempotencyKeyReused: ['declined', 'The idempotency key was used for another request'],
  RequestInProgress: ['conflict', 'The same request is being carried out'],
  VersionMissing: ['malformed', 'The If-Match header is missing'],
  VersionStale: ['stale', 'The resource has changed since it was read'],
  ApiVersionUnsupported: ['malformed', 'This API version does not exist'],
  Unauthenticated: ['unauthenticated', 'No valid API key was given'],
  ScopeMissing: ['forbidden', 'The API key does not have this right'],
  MerchantSuspended: ['forbidden', 'The merchant is suspended, or its contract has ended'],
  SecondPersonRequired: ['forbidden', 'A second person has to decide this'],
  RouteNotFound: ['missing', 'There is nothing at this address'],
  BodyTooLarge: ['tooLarge', 'The body is too large'],
  BodyNotCsv: ['unsupported', 'The body is not a file of rows'],
  BodyNotJson: ['unsupported', 'The body is not JSON'],
  OutcomeUnknown: ['unavailable', 'It is not known yet whether the request was carried out'],
  TooManyRequests: ['throttled', 'The key has sent too many requests'],
  TooBusy: ['unavailable', 'Too many requests at the same item'],
});

/** Refuses a change that was asked for of another version than there is; whoever names none takes what there is. */
export function assertVersion(version: number, asked: number | undefined): void {
  if (asked === undefined || asked === version) return;
  throw refuseRequest('VersionStale', `The resource has version ${version} by now.`, { version });
}

/** An answer that names more wrong fields than this would be larger than what was sent. */
const errorsMax = 100;

/** One refusal for all wrong fields; a missing header alone has a code of its own, because clients ask for it by name. */
export function malformed(all: readonly FieldError[], cause?: unknown): Refusal {
  const errors = all.slice(0, errorsMax);
  const [first] = errors;
  const detail = [...new Set(errors.map((error) => error.pointer || 'the body'))].join(', ');
  const missing = errors.length === 1 && first?.code === 'required' ? first.pointer : '';
  const refusal =
    missing === '/headers/idempotency-key'
      ? refuseRequest('IdempotencyKeyMissing', 'Every POST that changes state needs an Idempotency-Key header.')
      : missing === '/headers/if-match'
        ? refuseRequest('VersionMissing', 'Send If-Match: "<version>", the version that was read.')
        : refuseRequest('MalformedRequest', `Not valid: ${detail}.`);
  return new Refusal({ ...portable(refusal), errors }, cause);
}
