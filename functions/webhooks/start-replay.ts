import { firstRecordedFrom } from '../events/first-recorded.ts';
import { isOfTypes } from '../events/listened.ts';
import type { RecordedEvents } from '../events/recorded-event.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import type { OnceRequest } from '../shared/once.ts';
import { portable, Refusal } from '../shared/refusal.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Workflow } from '../shared/workflow.client.ts';
import type { ReplayResource } from './delivery.contract.ts';
import type { EndpointStore } from './endpoint.store.ts';
import type { Endpoint } from './endpoint.ts';
import type { ReplayStore } from './replay.store.ts';
import type { Replay } from './replay.ts';
import { refuseWebhook } from './webhook.refusals.ts';
import { shownReplay } from './webhook.resource.ts';

export interface ReplayInput {
  readonly merchantId: string;
  readonly endpointId: string;
  readonly replayId: string;
}

export interface StartReplayPorts {
  readonly clock: Clock;
  readonly events: Pick<RecordedEvents, 'at' | 'latest' | 'positionOf'>;
  readonly endpoints: Pick<EndpointStore, 'get' | 'enabled'>;
  readonly replays: Pick<ReplayStore, 'create' | 'earlier'>;
  readonly machine: Workflow<ReplayInput>;
}

/** Clocks of two hosts may differ by so much: an event that occurred at `from` was recorded no earlier than this before it. */
const clocksDifferMs = 5 * 60 * 1000;

/** Brings the events of a range to an endpoint again. */
export async function startWebhookReplay(
  ports: StartReplayPorts,
  asked: { merchantId: string; endpointId: string; from: string; to: string; once: OnceRequest },
): Promise<Answer> {
  const { merchantId, endpointId, from, to, once } = asked;
  const earlier = await ports.replays.earlier(merchantId, once);
  if (earlier) return await started(ports, merchantId, earlier, [resourceIn(earlier)]);
  const endpoint = enabledOnly(await ports.endpoints.get(merchantId, endpointId));
  if (Date.parse(from) >= Date.parse(to)) throw refusedRange();
  const early = new Date(Date.parse(from) - clocksDifferMs).toISOString();
  const next = await firstRecordedFrom(ports.events, merchantId, early);
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const through = await ports.events.latest(merchantId);
  const replay = newReplay(ports.clock, endpoint, once, { ...range, next, through });
  const told = await ports.replays.create(merchantId, [replay], once, answer(201, shownReplay(replay)));
  return await started(ports, merchantId, told, [resourceIn(told)]);
}

/** Brings one event again: to the endpoint that is named, whatever its filter says, or to all that want it. */
export async function redeliverEvent(
  ports: StartReplayPorts,
  asked: { merchantId: string; eventId: string; endpointId?: string | undefined; once: OnceRequest },
): Promise<Answer> {
  const { merchantId, eventId, endpointId, once } = asked;
  const earlier = await ports.replays.earlier(merchantId, once);
  if (earlier) return await started(ports, merchantId, earlier, resourcesIn(earlier));
  const position = await ports.events.positionOf(merchantId, eventId);
  if (position === undefined) throw refuseWebhook('EventNotFound', `There is no event ${eventId}.`);
  const endpoints =
    endpointId === undefined
      ? await listening(ports, merchantId, position)
      : [enabledOnly(await ports.endpoints.get(merchantId, endpointId))];
  const replays = endpoints.map((endpoint) =>
    newReplay(ports.clock, endpoint, once, { eventId, next: position, through: position }),
  );
  const items = replays.map(shownReplay);
  const told = await ports.replays.create(merchantId, replays, once, answer(201, { items }));
  return await started(ports, merchantId, told, resourcesIn(told));
}

/** Also for a repeat: the process may have ended between the write and the start, and a second start is no second run. */
async function started(
  { machine }: StartReplayPorts,
  merchantId: string,
  told: Answer,
  replays: readonly ReplayResource[],
): Promise<Answer> {
  for (const { id, endpointId } of replays) {
    await machine.start(`replay-${id}`, { merchantId, endpointId, replayId: id });
  }
  return told;
}

/** The id follows from the request, so that two tries at once make one replay. */
const newReplay = (
  clock: Clock,
  { merchantId, endpointId }: Endpoint,
  once: OnceRequest,
  range: Pick<Replay, 'from' | 'to' | 'eventId' | 'next' | 'through'>,
): Replay => ({
  ...range,
  replayId: idFrom('whr', endpointId, once.key),
  merchantId,
  endpointId,
  tries: 0,
  delivered: 0,
  state: 'running',
  version: 1,
  createdAt: instant(clock),
  updatedAt: instant(clock),
});

async function listening({ endpoints, events }: StartReplayPorts, merchantId: string, position: number) {
  const event = await events.at(merchantId, position);
  const enabled = await endpoints.enabled(merchantId);
  const found = enabled.filter(({ endpoint }) => event && isOfTypes(event.type, endpoint.events));
  if (found.length > 0) return found.map(({ endpoint }) => endpoint);
  throw refuseWebhook('NoEndpointListens', 'No enabled webhook endpoint wants events of this type. Name one.');
}

function enabledOnly(endpoint: Endpoint): Endpoint {
  if (endpoint.state === 'enabled') return endpoint;
  throw refuseWebhook('WebhookEndpointDisabled', 'Enable the webhook endpoint first.');
}

function refusedRange(): Refusal {
  const refusal = refuseRequest('MalformedRequest', 'Not valid: /to.');
  const errors = [{ pointer: '/to', code: 'ends_before_it_begins', message: 'Must be after `from`.' }];
  return new Refusal({ ...portable(refusal), errors });
}

const resourceIn = ({ body }: Answer) => JSON.parse(body) as ReplayResource;
const resourcesIn = ({ body }: Answer) => (JSON.parse(body) as { items: ReplayResource[] }).items;
