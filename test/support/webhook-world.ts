import { readFileSync } from 'node:fs';
import type { RecordedEvent } from '../../functions/events/recorded-event.ts';
import type { Clock } from '../../functions/shared/clock.ts';
import { openVault } from '../../functions/shared/vault.ts';
import type { DeliverPorts, RetryInput } from '../../functions/webhooks/deliver.ts';
import type { Delivery } from '../../functions/webhooks/delivery.ts';
import type { Endpoint } from '../../functions/webhooks/endpoint.ts';
import type { Outcome } from '../../functions/webhooks/receiver.ts';
import type { Replay } from '../../functions/webhooks/replay.ts';
import { type ReplayPorts, replayEvents } from '../../functions/webhooks/replay-events.ts';
import { type RetryPorts, retryDelivery } from '../../functions/webhooks/retry.ts';
import { sealSecret } from '../../functions/webhooks/secrets.ts';
import { newSecret } from '../../functions/webhooks/signature.ts';
import { refuseWebhook } from '../../functions/webhooks/webhook.refusals.ts';
import { keyService } from './key-service.ts';

/** A machine of the webhooks as it is deployed, with the names of its functions for their ARNs. */
export const webhookMachine = (name: 'webhook-delivery' | 'webhook-replay'): object =>
  JSON.parse(readFileSync(`statemachines/${name}.asl.json`, 'utf8').replaceAll(/\$\{(\w+)\}/g, '$1')) as object;

const createdAt = '2026-11-01T00:00:00.000Z';

export const recorded = (position: number, type = 'order.confirmed'): RecordedEvent => ({
  id: `evt_${position}`,
  merchantId: 'mer_a',
  type,
  resourceId: `ord_${position}`,
  sequence: 1,
  apiVersion: '2026-01-01',
  occurredAt: createdAt,
  recordedAt: createdAt,
  position,
  data: {},
});

export const aReplay = (through: number): Replay => ({
  replayId: 'whr_1',
  merchantId: 'mer_a',
  endpointId: 'whe_1',
  next: 1,
  through,
  tries: 0,
  delivered: 0,
  state: 'running',
  version: 1,
  createdAt,
  updatedAt: createdAt,
});

/**
 * The webhooks of one merchant with one endpoint, all in memory. `before` is called before and after each thing that the use
 * cases do, and may throw there, as if the process ended.
 */
export async function webhookWorld(clock: Clock, before: (call: string) => void = () => {}) {
  const vault = openVault(keyService(), clock);
  const secret = newSecret();
  const owner = { merchantId: 'mer_a', endpointId: 'whe_1' };
  let endpoint: Endpoint = {
    ...owner,
    url: 'https://shop.example.jp/',
    events: ['order.*'],
    state: 'enabled',
    secret: await sealSecret(vault, owner, secret),
    version: 1,
    createdAt,
    updatedAt: createdAt,
    actor: { by: 'key_1' },
  };
  const deliveries = new Map<number, Delivery>();
  const replays = new Map<string, Replay>();
  const events: RecordedEvent[] = [];
  const started = new Map<string, RetryInput>();
  const script: Outcome[] = [];
  const counted: Outcome[] = [];
  const taken: string[] = [];
  let asked = 0;
  const waited: (number | undefined)[] = [];
  const around = async <Result>(call: string, work: () => Result): Promise<Result> => {
    before(call);
    const result = work();
    before(`${call} done`);
    return result;
  };
  let turn: { readonly replayId: string; readonly until: string } | undefined;
  const health: { failingSince?: string; lastFailureAt?: string } = {};
  const ports = {
    clock,
    vault,
    random: () => 0,
    counted: (_endpoint, outcome) => void counted.push(outcome),
    receiver: {
      now: () => clock.now(),
      post: ({ headers, totalMs }) =>
        around('post', () => {
          asked += 1;
          waited.push(totalMs);
          const outcome = script.shift() ?? { status: 200 };
          if ('status' in outcome && outcome.status === 200) taken.push(headers['webhook-id'] ?? '');
          return { outcome, durationMs: 20_000 };
        }),
    },
    endpoints: {
      get: async () => {
        if (endpoint.state !== 'deleted') return endpoint;
        throw refuseWebhook('WebhookEndpointNotFound', 'gone');
      },
      health: async () => ({ ...health }),
      enabled: async () => (endpoint.state === 'enabled' ? [{ endpoint, health: { ...health } }] : []),
      save: (change) =>
        around('save endpoint', () => {
          endpoint = change.endpoint;
        }),
      noteFailure: (_merchant, _endpoint, at, { isFirst }) =>
        around('note failure', () => {
          health.failingSince = isFirst ? at : (health.failingSince ?? at);
          health.lastFailureAt = at;
        }),
      noteRecovery: () =>
        around('note recovery', () => {
          delete health.failingSince;
        }),
    },
    deliveries: {
      get: async ({ position }) => deliveries.get(position),
      open: (delivery) =>
        around('open', () => {
          return deliveries.get(delivery.position) ?? delivery;
        }),
      change: (delivery, change) =>
        around('keep', () => {
          const next = change(deliveries.get(delivery.position) ?? delivery);
          deliveries.set(delivery.position, next);
          return next;
        }),
    },
    retries: { start: (name, input) => around('start', () => void started.set(name, started.get(name) ?? input)) },
    events: {
      at: async (_merchantId, position) => events.find((event) => event.position === position),
      page: async (_merchantId, { limit, after }) => {
        const from = Number(String(after?.SK ?? '#0').split('#')[1]);
        return { events: events.filter(({ position }) => position > from).slice(0, limit) };
      },
    },
    replays: {
      get: async ({ replayId }) => replays.get(replayId) ?? aReplay(events.length),
      takeTurn: ({ replayId }, now, until) =>
        around('take turn', () => {
          const isFree = !turn || turn.replayId === replayId || turn.until <= now;
          if (isFree) turn = { replayId, until };
          return isFree;
        }),
      save: (replay) => around('save replay', () => void replays.set(replay.replayId, replay)),
    },
  } satisfies DeliverPorts & RetryPorts & ReplayPorts;
  return {
    ...{ ports, deliveries, replays, events, started, script, taken, counted, waited, secret },
    asked: () => asked,
    change: (changes: Partial<Endpoint>): void => {
      endpoint = { ...endpoint, ...changes };
    },
    endpoint: () => endpoint,
    functions: {
      retryDeliveryStep: (input: RetryInput) => retryDelivery(ports, input),
      replayEventsStep: (input: { merchantId: string; endpointId: string; replayId: string }) =>
        replayEvents(ports, input),
    },
  };
}
