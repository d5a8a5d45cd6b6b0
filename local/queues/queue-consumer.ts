import type { Work } from '../clock/clock.ts';
import type { Message, SqsClient } from './sqs-client.ts';

export interface QueueSource {
  readonly name: string;
  readonly queueArn: string;
  readonly queueName: string;
  readonly batchSize: number;
  readonly accepts: (message: Message) => boolean;
  readonly concurrencyMax: number;
  /** Handles a batch; returns the ids of the messages that failed (they come back after their visibility time-out). */
  run(messages: readonly Message[]): Promise<ReadonlySet<string>>;
}

export interface QueueConsumer {
  readonly source: QueueSource;
  /** Takes messages as long as there are some and a place is free. */
  drain(readyCount: number): void;
  isBusy(): boolean;
}

/** What one ReceiveMessage gives at most; less than was asked for means that the queue has no more. */
const receiveMax = 10;

/** One event source mapping or pipe on one queue. */
export function createQueueConsumer(
  source: QueueSource,
  sqs: SqsClient,
  work: Work,
  onError: (error: unknown) => void,
): QueueConsumer {
  let running = 0;

  const takeBatch = async (): Promise<boolean> => {
    const messages: Message[] = [];
    while (messages.length < source.batchSize) {
      const asked = source.batchSize - messages.length;
      const received = await sqs.receive(source.queueArn, asked);
      messages.push(...received);
      if (received.length < Math.min(asked, receiveMax)) break;
    }
    if (messages.length === 0) return false;
    // A message that the filter leaves out is deleted (Lambda event filtering with Amazon SQS).
    const accepted = messages.filter(source.accepts);
    const failed = accepted.length > 0 ? await source.run(accepted) : new Set<string>();
    const done = messages.filter(({ MessageId }) => !failed.has(MessageId));
    if (done.length > 0) await sqs.delete(source.queueArn, done);
    return true;
  };
  const runOne = async (): Promise<void> => {
    running += 1;
    const done = work.begin(`queue:${source.name}`);
    try {
      while (await takeBatch()) {
        // until the queue is empty
      }
    } catch (error) {
      onError(error);
    } finally {
      running -= 1;
      done();
    }
  };

  return {
    source,
    drain(readyCount) {
      const wanted = Math.min(Math.ceil(readyCount / source.batchSize), source.concurrencyMax - running);
      for (let started = 0; started < wanted; started += 1) void runOne();
    },
    isBusy: () => running > 0,
  };
}
