import type { Item } from '../shared/page.ts';
import { eventOf, type MerchantEvent } from './event.ts';

export interface RecordPorts {
  readonly record: (event: MerchantEvent) => Promise<void>;
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
  const failed = changes.map(async ({ messageId, image }) => {
    try {
      const item = image();
      const event = item && eventOf(item);
      if (event) await ports.record(event);
      return [];
    } catch (error) {
      ports.failed(messageId, error);
      return [messageId];
    }
  });
  return (await Promise.all(failed)).flat();
}
