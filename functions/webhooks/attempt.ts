import type { EventResource } from '../events/event.contract.ts';
import { eventResource } from '../events/list.ts';
import { systemActor } from '../shared/actor.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { Refusal } from '../shared/refusal.ts';
import type { Vault } from '../shared/vault.ts';
import type { DeliveryStore } from './delivery.store.ts';
import { attempted, type Delivery } from './delivery.ts';
import type { EnabledEndpoint, EndpointStore, Health } from './endpoint.store.ts';
import { type DisabledReason, disabled, type Endpoint } from './endpoint.ts';
import { isGone, isTaken, type Outcome, type Receiver } from './receiver.ts';
import { openSecrets } from './secrets.ts';
import { signedHeaders } from './signature.ts';

export interface AttemptPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly receiver: Receiver;
  readonly endpoints: Pick<EndpointStore, 'get' | 'health' | 'save' | 'noteFailure' | 'noteRecovery'>;
  readonly deliveries: Pick<DeliveryStore, 'change'>;
  /** In [0, 1). */
  readonly random: () => number;
  /** Told of every attempt: when nearly none of all merchants' is taken, the fault is ours. */
  readonly counted: (endpoint: Endpoint, outcome: Outcome) => void;
}

interface AttemptOptions {
  /** Of which replay it is part. */
  readonly replayId?: string;
  /** How long the receiver may take, where others wait for it. */
  readonly totalMs?: number;
}

/** After so long without a single success an endpoint is not called any more. */
const failingMaxMs = 5 * 24 * 60 * 60 * 1000;
/** After so long without an attempt (two of a schedule are a day apart at most) nobody knows whether it is still failing. */
const quietMaxMs = 2 * 24 * 60 * 60 * 1000;

/**
 * Sends an event to an endpoint once and keeps what became of it. A process that ends in between has sent and not kept it: the
 * next attempt sends again under the same `webhook-id`, which is what a receiver tells repeats by.
 */
export async function attemptDelivery(
  ports: AttemptPorts,
  { endpoint, health }: EnabledEndpoint,
  delivery: Delivery,
  event: EventResource,
  { replayId, totalMs }: AttemptOptions = {},
): Promise<{ readonly delivery: Delivery; readonly outcome: Outcome; readonly durationMs: number }> {
  const body = JSON.stringify(eventResource(event));
  const secrets = await openSecrets(ports.vault, endpoint, instant(ports.clock));
  const headers = signedHeaders({ id: event.id, sentAtMs: ports.receiver.now(), body }, secrets);
  const { outcome, durationMs } = await ports.receiver.post({ url: endpoint.url, headers, body, totalMs });
  ports.counted(endpoint, outcome);
  await noteHealth(ports, endpoint, health, outcome);
  const attempt = { outcome, durationMs, atMs: ports.clock.now(), random: ports.random(), replayId };
  const kept = await ports.deliveries.change(delivery, (current) => attempted(current, attempt));
  return { delivery: kept, outcome, durationMs };
}

async function noteHealth(ports: AttemptPorts, endpoint: Endpoint, health: Health, outcome: Outcome) {
  const { merchantId, endpointId } = endpoint;
  if (isTaken(outcome)) {
    if (health.failingSince !== undefined) await ports.endpoints.noteRecovery(merchantId, endpointId);
    return;
  }
  const now = ports.clock.now();
  const since = knownFailingSince(health, now);
  const at = new Date(now).toISOString();
  await ports.endpoints.noteFailure(merchantId, endpointId, at, { isFirst: since === undefined });
  const isDead = since !== undefined && now - since >= failingMaxMs;
  if (isGone(outcome)) await disable(ports, endpoint, 'gone');
  else if (isDead) await disable(ports, endpoint, 'failing');
}

function knownFailingSince({ failingSince, lastFailureAt }: Health, now: number): number | undefined {
  if (failingSince === undefined) return undefined;
  const isQuiet = lastFailureAt !== undefined && now - Date.parse(lastFailureAt) > quietMaxMs;
  return isQuiet ? undefined : Date.parse(failingSince);
}

/** Its merchant is told by the event. Somebody who changed or deleted it meanwhile has decided otherwise. */
async function disable(ports: AttemptPorts, endpoint: Endpoint, reason: DisabledReason): Promise<void> {
  const by = { at: instant(ports.clock), actor: systemActor('deliver-webhooks') };
  try {
    await ports.endpoints.save(disabled(endpoint, reason, by));
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'WebhookEndpointStateConflict')) throw error;
  }
}
