import { Worker } from 'node:worker_threads';
import { Sentence } from '../sentence.ts';
import type { QueueMessage, QueueRequest, QueueState, QueueWorkerStart } from './queue-protocol.ts';

export interface QueueEngine {
  readonly url: string;
  createQueue(name: string, attributes: Record<string, string>): Promise<void>;
  createTopic(name: string): Promise<void>;
  subscribe(topic: string, queue: string, attributes: Record<string, string>): Promise<void>;
  createBucket(name: string): Promise<void>;
  state(queues: readonly string[]): Promise<QueueState>;
  /** Called after every request that may have changed a queue. */
  onTouched(listener: () => void): void;
  /** Resolves when the thread has ended without having been told to. */
  readonly died: Promise<Sentence>;
  stop(): Promise<void>;
}

type Ask = QueueRequest extends infer Request ? (Request extends QueueRequest ? Omit<Request, 'id'> : never) : never;

/** Starts the thread with the queues, topics and buckets, and resolves once it listens. */
export async function startQueueEngine(start: QueueWorkerStart): Promise<QueueEngine> {
  const worker = new Worker(new URL('./queue-worker.mjs', import.meta.url), {
    workerData: start,
    execArgv: ['--no-warnings'],
  });
  worker.unref();
  const pending = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  const listeners: (() => void)[] = [];
  let lastId = 0;

  const port = await new Promise<number>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: QueueMessage) => {
      if (message.kind === 'started') return resolve(message.port);
      if (message.kind === 'touched') return listeners.forEach((listener) => void listener());
      const caller = pending.get(message.id);
      pending.delete(message.id);
      if (message.kind === 'answer') caller?.resolve(message.result);
      else caller?.reject(new Error(message.message));
    });
  });
  let isStopping = false;
  const died = new Promise<Sentence>((resolve) => {
    worker.on('error', (error) => resolve(new Sentence(`The queues have died (${error.message}). Start again.`)));
    worker.on('exit', (status) => {
      for (const { reject } of pending.values()) reject(new Error('the queue engine has stopped'));
      if (!isStopping) resolve(new Sentence(`The queues have died (exit status ${status}). Start again.`));
    });
  });
  const ask = <Result>(request: Ask): Promise<Result> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      pending.set(lastId, { resolve: resolve as (result: unknown) => void, reject });
      worker.postMessage({ ...request, id: lastId });
    });

  return {
    url: `http://127.0.0.1:${port}`,
    createQueue: (name, attributes) => ask({ kind: 'createQueue', name, attributes }),
    createTopic: (name) => ask({ kind: 'createTopic', name }),
    subscribe: (topic, queue, attributes) => ask({ kind: 'subscribe', topic, queue, attributes }),
    createBucket: (name) => ask({ kind: 'createBucket', name }),
    state: (queues) => ask({ kind: 'state', queues }),
    onTouched: (listener) => void listeners.push(listener),
    died,
    async stop() {
      isStopping = true;
      await ask({ kind: 'stop' }).catch(() => {});
      await worker.terminate();
    },
  };
}
