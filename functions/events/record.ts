import type { Item } from '../shared/page.ts';
import { eventOf, type MerchantEvent } from './event.ts';

export interface RecordPorts {
  /** Each of them once, however often it comes; some may be recorded when it fails. */
  readonly record: (events: readonly MerchantEvent[]) => Promise<void>;
  /** Told of what could not be recorded; the queue will bring it again. */
  readonly failed: (messageId: string, error: unknown) => void;
}

/** A change of an item as the queue brings it: the image is read only when its turn comes, so that one that is broken breaks alone. */
export interface QueuedChange {
  readonly messageId: string;
  readonly image: () => Item | undefined;
}

/** Records the events of the changes and answers the messages that have to come again. */
export async function recordEvents(ports: RecordPorts, changes: readonly QueuedChange[]): Promise<string[]> {
  const failed: string[] = [];
  const fail = (messageId: string, error: unknown): void => {
    ports.failed(messageId, error);
    failed.push(messageId);
  };
  const readable = changes.flatMap(({ messageId, image }) => {
    try {
      const item = image();
      const event = item && eventOf(item);
      return event ? [{ messageId, event }] : [];
    } catch (error) {
      fail(messageId, error);
      return [];
    }
  });
  await recordTogether(ports, readable, fail);
  return failed;
}

interface Readable {
  readonly messageId: string;
  readonly event: MerchantEvent;
}

/** All in one request. When that fails, each half by itself, so that one event that cannot be recorded holds up no other. */
async function recordTogether(
  ports: RecordPorts,
  changes: readonly Readable[],
  fail: (messageId: string, error: unknown) => void,
): Promise<void> {
  const [first] = changes;
  if (!first) return;
  try {
    await ports.record(changes.map(({ event }) => event));
  } catch (error) {
    if (changes.length === 1) return fail(first.messageId, error);
    const half = Math.ceil(changes.length / 2);
    await recordTogether(ports, changes.slice(0, half), fail);
    await recordTogether(ports, changes.slice(half), fail);
  }
}
