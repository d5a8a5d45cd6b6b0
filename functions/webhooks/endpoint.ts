import * as z from 'zod/mini';
import { Actor } from '../shared/actor.ts';

export const endpointStates = ['enabled', 'disabled'] as const;
/** Why an endpoint is disabled: its merchant wanted it, it answered 410, or it failed for days. */
export const disabledReasons = ['by_merchant', 'gone', 'failing'] as const;
export type DisabledReason = (typeof disabledReasons)[number];

const Sealed = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Where a merchant wants to be told of events. */
export const Endpoint = z.object({
  merchantId: z.string(),
  endpointId: z.string(),
  url: z.string(),
  /** Types: `order.confirmed`, `order.*`, `*`. */
  events: z.array(z.string()),
  description: z.optional(z.string()),
  state: z.enum([...endpointStates, 'deleted']),
  stateReason: z.optional(z.enum(disabledReasons)),
  /** Sealed by the vault: it must be readable to sign with. */
  secret: Sealed,
  /** Signs along until then, while the receiver takes over the new one. */
  previous: z.optional(z.object({ secret: Sealed, until: z.string() })),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
  actor: Actor,
  /** Seconds since the epoch, when a deleted one is forgotten. */
  expiresAt: z.optional(z.int()),
});
export type Endpoint = z.infer<typeof Endpoint>;

export type EndpointEvent =
  | 'webhook_endpoint.created'
  | 'webhook_endpoint.changed'
  | 'webhook_endpoint.enabled'
  | 'webhook_endpoint.disabled'
  | 'webhook_endpoint.secret_rotated'
  | 'webhook_endpoint.deleted';

/** A change of an endpoint and the event that tells it. */
export interface EndpointChange {
  readonly endpoint: Endpoint;
  readonly event: EndpointEvent;
  /** Whether it was enabled before; false for a new one. */
  readonly wasEnabled: boolean;
}

/** How many endpoints a merchant may have: each event is sent to each of them. */
export const endpointsMax = 20;

interface By {
  readonly at: string;
  readonly actor: Actor;
}

const next = (
  before: Endpoint,
  { at, actor }: By,
  event: EndpointEvent,
  changes: Partial<Endpoint>,
): EndpointChange => ({
  endpoint: { ...before, ...changes, version: before.version + 1, updatedAt: at, actor },
  event,
  wasEnabled: before.state === 'enabled',
});

type Asked = { readonly [Name in 'url' | 'events' | 'description' | 'state']?: Endpoint[Name] | undefined };

/** Address, filter, description, on or off; what is not named stays. */
export function changed(
  before: Endpoint,
  { url = before.url, events = before.events, description = before.description, state = before.state }: Asked,
  by: By,
): EndpointChange {
  const changes = { url, events, state, ...(description === undefined ? {} : { description }) };
  if (state === before.state) return next(before, by, 'webhook_endpoint.changed', changes);
  const { stateReason: _, ...rest } = before;
  if (state === 'enabled') return next(rest, by, 'webhook_endpoint.enabled', changes);
  return next(before, by, 'webhook_endpoint.disabled', { ...changes, stateReason: 'by_merchant' });
}

/** Tells nobody any more until its merchant enables it again. */
export const disabled = (before: Endpoint, stateReason: DisabledReason, by: By): EndpointChange =>
  next(before, by, 'webhook_endpoint.disabled', { state: 'disabled', stateReason });

/** The new secret signs from now on, the one before it signs along until the overlap ends. */
export const rotated = (before: Endpoint, secret: Uint8Array, overlapUntil: string, by: By): EndpointChange =>
  next(before, by, 'webhook_endpoint.secret_rotated', {
    secret,
    previous: { secret: before.secret, until: overlapUntil },
  });

/** It stays for a time, so that the audit trail has what was deleted, and by whom. */
export const deleted = (before: Endpoint, expiresAt: number, by: By): EndpointChange =>
  next(before, by, 'webhook_endpoint.deleted', { state: 'deleted', expiresAt });

/** The sealed secrets that sign at an instant, the newest first. */
export const signingSecrets = ({ secret, previous }: Endpoint, now: string): Uint8Array[] =>
  previous && now < previous.until ? [secret, previous.secret] : [secret];
