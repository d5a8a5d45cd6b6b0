import type { VirtualClock, Work } from '../clock/clock.ts';
import { createQueueConsumer, type QueueConsumer, type QueueSource } from './queue-consumer.ts';
import type { QueueEngine } from './queue-engine.ts';
import type { SqsClient } from './sqs-client.ts';

export interface QueueSourcesPorts {
  readonly engine: QueueEngine;
  readonly sqs: SqsClient;
  readonly clock: VirtualClock;
  readonly work: Work;
  readonly onError: (error: unknown) => void;
}

export interface QueueSources {
  add(source: QueueSource): void;
  open(): void;
  /** True when no consumer is at work and none of their queues has a message that could be taken now. */
  isQuiet(): Promise<boolean>;
}

/** All consumers of all queues. Nothing polls: the engine tells when something changed, and the clock when something falls due. */
export function createQueueSources({ engine, sqs, clock, work, onError }: QueueSourcesPorts): QueueSources {
  const consumers: QueueConsumer[] = [];
  let cancelTimer = () => {};
  let checking: Promise<boolean> | undefined;
  let checkAgain = false;

  const check = async (): Promise<boolean> => {
    const { ready, nextDueMs } = await engine.state(consumers.map(({ source }) => source.queueName));
    cancelTimer();
    if (nextDueMs !== undefined) cancelTimer = clock.at(nextDueMs, checkSoon);
    for (const consumer of consumers) consumer.drain(ready[consumer.source.queueName] ?? 0);
    return Object.values(ready).every((count) => count === 0) && !consumers.some((consumer) => consumer.isBusy());
  };
  /** One check at a time; a change during a check leads to another one. */
  const checkSoon = async (): Promise<void> => {
    checkAgain = true;
    if (checking) return;
    while (checkAgain) {
      checkAgain = false;
      checking = check();
      await checking.catch(onError);
    }
    checking = undefined;
  };

  return {
    add: (source) => void consumers.push(createQueueConsumer(source, sqs, work, onError)),
    open() {
      if (consumers.length === 0) return;
      engine.onTouched(() => void checkSoon());
      void checkSoon();
    },
    async isQuiet() {
      await checking;
      return consumers.length === 0 || (await check());
    },
  };
}
