import * as z from 'zod/mini';
import { MerchantEvent } from '../events/event.ts';

export interface BatchPorts {
  readonly notify: (event: MerchantEvent) => Promise<void>;
  /** Told of what could not be written about; the queue will bring it again. */
  readonly failed: (messageId: string, error: unknown) => void;
}

/** As the recorder of events hands on what it has recorded. */
const Handed = z.object({ event: MerchantEvent });

/** Writes about each event of a batch and answers the messages that have to come again. */
export async function notifyOfBatch(
  ports: BatchPorts,
  records: readonly { readonly messageId: string; readonly body: string }[],
): Promise<string[]> {
  const failed: string[] = [];
  for (const { messageId, body } of records) {
    try {
      await ports.notify(Handed.parse(JSON.parse(body)).event);
    } catch (error) {
      ports.failed(messageId, error);
      failed.push(messageId);
    }
  }
  return failed;
}
