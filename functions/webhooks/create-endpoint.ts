import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { newId } from '../shared/ids.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Vault } from '../shared/vault.ts';
import type { CreateEndpoint } from './endpoint.contract.ts';
import type { EndpointStore } from './endpoint.store.ts';
import type { Endpoint } from './endpoint.ts';
import { sealSecret } from './secrets.ts';
import { newSecret } from './signature.ts';
import { type AddressPorts, assertCallable } from './target.ts';
import { shownEndpoint } from './webhook.resource.ts';

export interface CreatePorts extends AddressPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly endpoints: Pick<EndpointStore, 'saveOnce' | 'earlier'>;
}

export interface CreateInput {
  readonly merchantId: string;
  readonly asked: CreateEndpoint;
  readonly once: OnceRequest;
  readonly actor: Actor;
}

/** Adds an endpoint. Its secret is in this answer, and in no other but a replay of it. */
export async function createWebhookEndpoint(ports: CreatePorts, input: CreateInput): Promise<Answer> {
  const { merchantId, asked, once, actor } = input;
  const earlier = await ports.endpoints.earlier(merchantId, once);
  if (earlier) return earlier;
  await assertCallable(ports, asked.url);
  const at = instant(ports.clock);
  const owner = { merchantId, endpointId: newId('whe', ports.clock) };
  const secret = newSecret();
  const endpoint: Endpoint = {
    ...owner,
    ...asked,
    state: 'enabled',
    secret: await sealSecret(ports.vault, owner, secret),
    version: 1,
    createdAt: at,
    updatedAt: at,
    actor,
  };
  const told = answer(201, { ...shownEndpoint(endpoint, {}, at), secret });
  return await ports.endpoints.saveOnce({ endpoint, event: 'webhook_endpoint.created', wasEnabled: false }, once, told);
}
