import type { Item } from '../shared/page.ts';
import type { Queue } from '../shared/queue.client.ts';
import { type AuditRow, auditOf } from './audit.ts';
import { eventOf, type MerchantEvent } from './event.ts';
import { isListenedTo } from './listened.ts';

/** What a change tells, and who made it. */
export interface ToldChange {
  readonly event: MerchantEvent;
  readonly audit: AuditRow | undefined;
}

/** An event and its place in the order of its merchant's events: what the delivery of webhooks is sent. */
export interface PlacedEvent {
  readonly event: MerchantEvent;
  readonly position: number;
}

export interface NotifiedEvent {
  readonly event: MerchantEvent;
}

export interface RecordPorts {
  /** Gives each event the merchant's next position, all in one transaction; an event that has one keeps it. */
  readonly record: (
    merchantId: string,
    changes: readonly ToldChange[],
  ) => Promise<{ readonly placed: readonly PlacedEvent[]; readonly hasWebhooks: boolean }>;
  readonly webhooks: Queue<PlacedEvent>;
  readonly notifications: Queue<NotifiedEvent>;
  /** Told of what could not be recorded; the queue will bring it again. */
  readonly failed: (messageIds: readonly string[], error: unknown) => void;
  /** Keeps a change that cannot be read for a person to look at. What is set aside twice is kept once. */
  readonly setAside: (change: QueuedMessage, error: unknown) => Promise<void>;
}

/** A message of the queue as it came. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly group: string;
  readonly body: string;
}

/** A change of an item as the queue brings it: read only when its turn comes, so that one that is broken breaks alone. */
export interface QueuedChange extends QueuedMessage {
  readonly images: () => { readonly before?: Item | undefined; readonly after?: Item | undefined };
}

interface Readable extends ToldChange {
  readonly messageId: string;
}

/**
 * Records the events of the changes in the order in which they come, hands them on, and answers the messages that have to come
 * again. A merchant's events are recorded together or not at all, so that none overtakes one that failed. One that cannot even
 * be read has no place in any order, and would hold up its merchant's others each time it came: it is set aside at once
 * (docs/decisions/0007).
 */
export async function recordEvents(ports: RecordPorts, changes: readonly QueuedChange[]): Promise<string[]> {
  const failed: string[] = [];
  const fail = (messageIds: readonly string[], error: unknown): void => {
    ports.failed(messageIds, error);
    failed.push(...messageIds);
  };
  const readable: Readable[] = [];
  for (const change of changes) {
    try {
      readable.push(...(await readOrSetAside(ports, change)));
    } catch (error) {
      fail([change.messageId], error);
    }
  }
  const byMerchant = Map.groupBy(readable, ({ event }) => event.merchantId);
  for (const [merchantId, ofMerchant] of byMerchant) {
    try {
      await recordTogether(ports, merchantId, ofMerchant);
    } catch (error) {
      fail(
        ofMerchant.map(({ messageId }) => messageId),
        error,
      );
    }
  }
  return failed;
}

async function readOrSetAside({ setAside }: RecordPorts, change: QueuedChange): Promise<Readable[]> {
  try {
    return read(change);
  } catch (error) {
    await setAside(change, error);
    return [];
  }
}

function read({ messageId, images }: QueuedChange): Readable[] {
  const { before, after } = images();
  const event = after && eventOf(after);
  return event ? [{ messageId, event, audit: auditOf(before, after) }] : [];
}

/** Also a repeat hands on: the process may have ended after the commit, and whoever listens counts each event once. */
async function recordTogether(ports: RecordPorts, merchantId: string, changes: readonly Readable[]): Promise<void> {
  const { placed, hasWebhooks } = await ports.record(merchantId, changes);
  if (hasWebhooks) await ports.webhooks.sendAll(placed, merchantId);
  const notified = placed.filter(({ event }) => isListenedTo(event.type));
  if (notified.length === 0) return;
  await ports.notifications.sendAll(
    notified.map(({ event }) => ({ event })),
    merchantId,
  );
}
