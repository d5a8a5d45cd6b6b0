import * as z from 'zod/mini';
import { countWebhooks } from '../events/webhook-counter.ts';
import type { Answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import { creationKeys, listByCreation } from '../shared/creation-index.ts';
import type { OnceOwner } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Item, Key } from '../shared/page.ts';
import { sealedOnce } from '../shared/sealed-once.ts';
import type { Table } from '../shared/table.ts';
import type { Vault } from '../shared/vault.ts';
import { atVersion, isNew, type Write, WriteRefused } from '../shared/write.ts';
import { Endpoint, type EndpointChange, endpointsMax } from './endpoint.ts';
import { refuseWebhook } from './webhook.refusals.ts';

export interface EndpointList {
  readonly merchantId: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** How an endpoint has been doing. Written at failures only, and once when it recovers. */
const Health = z.object({
  SK: z.string(),
  lastFailureAt: z.optional(z.string()),
  /** The first failure since it last took anything. */
  failingSince: z.optional(z.string()),
});
export type Health = Omit<z.infer<typeof Health>, 'SK'>;

export type EndpointStore = ReturnType<typeof endpointStore>;

const ownerOf = (merchantId: string): OnceOwner => `MERCHANT#${merchantId}`;
const prefix = 'WEBHOOK#';
const healthSuffix = '#HEALTH';
const endpointKey = (merchantId: string, endpointId: string): Key => ({
  PK: ownerOf(merchantId),
  SK: `${prefix}${endpointId}`,
});
const healthKey = (merchantId: string, endpointId: string): Key => {
  const { PK, SK } = endpointKey(merchantId, endpointId);
  return { PK, SK: `${SK}${healthSuffix}` };
};

/** Webhook endpoints of the Transactions table. */
export function endpointStore(table: Table, clock: Clock, vault: Vault) {
  const proofs = sealedOnce(table, clock, vault); // the answers show secrets
  return {
    /** Refuses one that is not there or was deleted. */
    get: async (merchantId: string, endpointId: string): Promise<Endpoint> => {
      const isKeyOfAnother = endpointId.includes('#'); // no id of ours has it: `…#HEALTH` is an item, and no endpoint
      const item = isKeyOfAnother ? undefined : await table.get(endpointKey(merchantId, endpointId));
      const endpoint = item && Endpoint.parse(item);
      if (endpoint && endpoint.state !== 'deleted') return endpoint;
      throw refuseWebhook('WebhookEndpointNotFound', `There is no webhook endpoint ${endpointId}.`);
    },
    health: async (merchantId: string, endpointId: string): Promise<Health> =>
      Health.parse((await table.get(healthKey(merchantId, endpointId))) ?? { SK: '' }),
    /** All that are enabled, each with how it has been doing. */
    enabled: (merchantId: string) => enabled(table, merchantId),
    list: ({ merchantId, limit, cursor }: EndpointList) =>
      listByCreation(table, {
        owner: ownerOf(merchantId),
        kind: 'WEBHOOK',
        filter: '',
        limit,
        cursor,
        read: (item) => {
          const endpoint = Endpoint.parse(item);
          return endpoint.state === 'deleted' ? undefined : endpoint;
        },
      }),
    save: (change: EndpointChange) => refusing(change, () => table.write(...writesOf(table.name, change))),
    saveOnce: (change: EndpointChange, once: OnceRequest, answer: Answer) =>
      refusing(change, () =>
        proofs.write({
          owner: ownerOf(change.endpoint.merchantId),
          once,
          answer,
          writes: writesOf(table.name, change),
        }),
      ),
    earlier: (merchantId: string, once: OnceRequest) => proofs.earlier(ownerOf(merchantId), once),
    /** Of attempts at the same moment that are each the first to fail, the last to write has been; they are moments apart. */
    noteFailure: (merchantId: string, endpointId: string, at: string, { isFirst }: { readonly isFirst: boolean }) =>
      table.write({
        table: table.name,
        update: healthKey(merchantId, endpointId),
        change: {
          expression: `SET lastFailureAt = :at, failingSince = ${isFirst ? ':at' : 'if_not_exists(failingSince, :at)'}`,
          values: { ':at': at },
        },
      }),
    noteRecovery: (merchantId: string, endpointId: string) =>
      table.write({
        table: table.name,
        update: healthKey(merchantId, endpointId),
        change: { expression: 'REMOVE failingSince' },
      }),
  };
}

export interface EnabledEndpoint {
  readonly endpoint: Endpoint;
  readonly health: Health;
}

async function enabled(table: Table, merchantId: string): Promise<EnabledEndpoint[]> {
  const found: Item[] = [];
  let after: Item | undefined;
  do {
    const page = await table.query({ partition: ownerOf(merchantId), prefix, after });
    found.push(...page.items);
    after = page.last;
  } while (after);
  const isHealth = ({ SK }: Item) => String(SK).endsWith(healthSuffix);
  const healths = new Map(found.filter(isHealth).map((item) => [String(item.SK), Health.parse(item)]));
  return found
    .filter((item) => !isHealth(item) && item.state === 'enabled')
    .map((item) => ({
      endpoint: Endpoint.parse(item),
      health: healths.get(`${item.SK}${healthSuffix}`) ?? {},
    }));
}

/** The endpoint with its event; the counter moves with it where one comes, goes, or is turned on or off. */
function writesOf(table: string, { endpoint, event, wasEnabled }: EndpointChange): Write[] {
  const { merchantId, endpointId, createdAt, version, state } = endpoint;
  const item: Item = {
    ...endpointKey(merchantId, endpointId),
    ...endpoint,
    ...creationKeys({ owner: ownerOf(merchantId), kind: 'WEBHOOK', createdAt, id: endpointId }),
    outbox: event,
  };
  const all = version === 1 ? 1 : state === 'deleted' ? -1 : 0;
  const isEnabled = state === 'enabled';
  const enabledMore = isEnabled === wasEnabled ? 0 : isEnabled ? 1 : -1;
  const put: Write = { table, put: item, condition: version === 1 ? isNew : atVersion(version - 1) };
  if (all === 0 && enabledMore === 0) return [put];
  return [put, countWebhooks(table, merchantId, { all, enabled: enabledMore, allMax: endpointsMax })];
}

async function refusing<Result>({ endpoint }: EndpointChange, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    const [onEndpoint, onCounter] = error.found;
    if (!onEndpoint && onCounter) {
      const detail = `A merchant may have ${endpointsMax} webhook endpoints.`;
      throw refuseWebhook('WebhookEndpointLimitReached', detail, { endpointsMax });
    }
    throw refuseWebhook(
      'WebhookEndpointStateConflict',
      `The webhook endpoint ${endpoint.endpointId} was changed by another request. Read it again.`,
    );
  }
}
