import type { EventResource } from '../events/event.contract.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import type { OnceRequest } from '../shared/once.ts';
import { apiVersion } from '../shared/request.ts';
import type { Vault } from '../shared/vault.ts';
import { durationOf } from './delivery.ts';
import type { EndpointStore } from './endpoint.store.ts';
import { isTaken, type Receiver } from './receiver.ts';
import type { ReplayStore } from './replay.store.ts';
import { openSecrets } from './secrets.ts';
import { signedHeaders } from './signature.ts';

export interface TestPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly receiver: Receiver;
  readonly endpoints: Pick<EndpointStore, 'get'>;
  readonly replays: Pick<ReplayStore, 'create' | 'earlier'>;
}

/**
 * Sends an event that says nothing happened, signed like any other, and tells at once what became of it. It is no event of the
 * merchant's list and is not tried again; an endpoint that is turned off can be tested too.
 */
export async function sendTestEvent(
  ports: TestPorts,
  { merchantId, endpointId, once }: { merchantId: string; endpointId: string; once: OnceRequest },
): Promise<Answer> {
  const earlier = await ports.replays.earlier(merchantId, once);
  if (earlier) return earlier;
  const endpoint = await ports.endpoints.get(merchantId, endpointId);
  const at = instant(ports.clock);
  const event: EventResource = {
    id: idFrom('evt', 'test', endpointId, once.key),
    type: 'webhook_endpoint.test',
    resourceId: endpointId,
    sequence: endpoint.version,
    apiVersion,
    occurredAt: at,
    data: { id: endpointId, state: endpoint.state },
  };
  const body = JSON.stringify(event);
  const secrets = await openSecrets(ports.vault, endpoint, at);
  const headers = signedHeaders({ id: event.id, sentAtMs: ports.receiver.now(), body }, secrets);
  const { outcome, durationMs } = await ports.receiver.post({ url: endpoint.url, headers, body });
  const shown = {
    event,
    taken: isTaken(outcome),
    status: 'status' in outcome ? outcome.status : null,
    error: 'error' in outcome ? outcome.error : null,
    duration: durationOf(durationMs),
  };
  return await ports.replays.create(merchantId, [], once, answer(201, shown));
}
