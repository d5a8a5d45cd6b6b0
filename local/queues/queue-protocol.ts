/** Main thread → queue worker. */
export interface QueueWorkerStart {
  readonly time: SharedArrayBuffer;
  readonly region: string;
  readonly dataDir?: string;
}

export type QueueRequest =
  | {
      readonly id: number;
      readonly kind: 'createQueue';
      readonly name: string;
      readonly attributes: Record<string, string>;
    }
  | { readonly id: number; readonly kind: 'createTopic'; readonly name: string }
  | {
      readonly id: number;
      readonly kind: 'subscribe';
      readonly topic: string;
      readonly queue: string;
      readonly attributes: Record<string, string>;
    }
  | { readonly id: number; readonly kind: 'createBucket'; readonly name: string }
  | { readonly id: number; readonly kind: 'state'; readonly queues: readonly string[] }
  | { readonly id: number; readonly kind: 'stop' };

/** What is to be done in some queues at this virtual instant. */
export interface QueueState {
  /** Messages that could be received now, by queue. */
  readonly ready: Record<string, number>;
  /** The next instant at which a delayed or invisible message comes (back). */
  readonly nextDueMs?: number;
}

/** Queue worker → main thread. `touched`: a request has changed something in a queue. */
export type QueueMessage =
  | { readonly kind: 'started'; readonly port: number }
  | { readonly kind: 'touched' }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly message: string };
