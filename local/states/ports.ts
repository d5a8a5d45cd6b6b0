import type { VirtualClock, Work } from '../clock/clock.ts';
import type { ExecutionRecord, ExecutionStore } from './store.ts';

export interface LambdaAnswer {
  readonly payload: unknown;
  readonly functionError?: { readonly errorType: string; readonly errorMessage: string };
}

interface StoredObject {
  Key: string;
  Size: number;
  ETag: string;
  LastModified: number;
}

/** What the interpreter needs from the rest of the runtime. It knows AWS through these and nothing of what runs on it. */
export interface StatesPorts {
  readonly clock: VirtualClock;
  readonly work: Work;
  readonly region: string;
  readonly account: string;
  /**
   * Invokes a Lambda by name or ARN. `functionError` carries the parsed error payload. Service faults reject with an Error whose
   * name is for instance 'Lambda.TooManyRequestsException' or 'Lambda.Unknown'.
   */
  invokeLambda(functionName: string, payload: unknown, execution: { arn: string }): Promise<LambdaAnswer>;
  /** Every other service integration, keyed by the part after `arn:aws:states:::`, for instance 'sqs:sendMessage'. */
  readonly integrations: Readonly<Record<string, (args: unknown) => Promise<unknown>>>;
  /** For the Distributed Map: its ItemReader and its ResultWriter. */
  readonly objects: {
    get(bucket: string, key: string): Promise<Uint8Array>;
    put(bucket: string, key: string, body: string): Promise<void>;
    list(bucket: string, prefix: string): Promise<StoredObject[]>;
  };
  readonly store: ExecutionStore;
  /** How many Express executions may run at once; a further start is refused with ExecutionLimitExceeded. */
  readonly maxRunningExpress?: number;
  /** Told of every start and end of an execution, for a log line or an event. */
  readonly onStatusChange?: (execution: Readonly<ExecutionRecord>) => void;
  /** The dice of `$random()` and of full jitter; Math.random unless given. */
  readonly random?: () => number;
}
