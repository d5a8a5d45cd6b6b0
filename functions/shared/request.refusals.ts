import { refusals } from './refusal.ts';

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
  SecondPersonRequired: ['forbidden', 'A second person has to decide this'],
  RouteNotFound: ['missing', 'There is nothing at this address'],
  BodyTooLarge: ['tooLarge', 'The body is too large'],
  BodyNotJson: ['unsupported', 'The body is not JSON'],
  OutcomeUnknown: ['unavailable', 'It is not known yet whether the request was carried out'],
  TooBusy: ['unavailable', 'Too many requests at the same item'],
});
