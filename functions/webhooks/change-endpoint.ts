import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Vault } from '../shared/vault.ts';
import type { ChangeEndpoint } from './endpoint.contract.ts';
import type { EndpointStore } from './endpoint.store.ts';
import { changed, deleted, rotated } from './endpoint.ts';
import { sealSecret } from './secrets.ts';
import { newSecret } from './signature.ts';
import { type AddressPorts, assertCallable } from './target.ts';
import { shownEndpoint } from './webhook.resource.ts';

export interface ChangePorts extends AddressPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly endpoints: Pick<EndpointStore, 'get' | 'health' | 'save' | 'saveOnce' | 'earlier' | 'noteRecovery'>;
}

interface On {
  readonly merchantId: string;
  readonly endpointId: string;
  readonly actor: Actor;
}

/** Changes an endpoint at the version that the caller saw. One that is turned on again starts with a clean record. */
export async function changeWebhookEndpoint(
  { clock, endpoints, ...address }: ChangePorts,
  { merchantId, endpointId, actor, asked, version }: On & { asked: ChangeEndpoint; version: number },
): Promise<Answer> {
  const before = await endpoints.get(merchantId, endpointId);
  if (before.version !== version) {
    const told = `The webhook endpoint is at version ${before.version}, not ${version}.`;
    throw refuseRequest('VersionStale', told, { version: before.version });
  }
  if (asked.url !== undefined) await assertCallable(address, asked.url);
  const at = instant(clock);
  const change = changed(before, asked, { at, actor });
  if (change.event === 'webhook_endpoint.enabled') await endpoints.noteRecovery(merchantId, endpointId);
  await endpoints.save(change);
  const shown = shownEndpoint(change.endpoint, await endpoints.health(merchantId, endpointId), at);
  return answer(200, shown);
}

/** How long a deleted endpoint is kept for those who look into what happened. */
const keptSeconds = 90 * 86_400;

/** Deletes an endpoint. What waits to be delivered to it finds it gone. */
export async function deleteWebhookEndpoint(
  { clock, endpoints }: Pick<ChangePorts, 'clock' | 'endpoints'>,
  { merchantId, endpointId, actor }: On,
): Promise<Answer> {
  const before = await endpoints.get(merchantId, endpointId);
  const expiresAt = Math.floor(clock.now() / 1000) + keptSeconds;
  await endpoints.save(deleted(before, expiresAt, { at: instant(clock), actor }));
  return { status: 204, body: '' };
}

/** Gives an endpoint a new secret, shown once; the one before it signs along until the overlap ends. */
export async function rotateWebhookSecret(
  { clock, vault, endpoints }: Pick<ChangePorts, 'clock' | 'vault' | 'endpoints'>,
  { merchantId, endpointId, actor, overlapHours, once }: On & { overlapHours: number; once: OnceRequest },
): Promise<Answer> {
  const earlier = await endpoints.earlier(merchantId, once);
  if (earlier) return earlier;
  const before = await endpoints.get(merchantId, endpointId);
  const at = instant(clock);
  const until = new Date(clock.now() + overlapHours * 3_600_000).toISOString();
  const secret = newSecret();
  const change = rotated(before, await sealSecret(vault, before, secret), until, { at, actor });
  const shown = shownEndpoint(change.endpoint, await endpoints.health(merchantId, endpointId), at);
  return await endpoints.saveOnce(change, once, answer(201, { ...shown, secret }));
}
