/** What a worker is born with. */
export interface WorkerStart {
  readonly codeDir: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  /** Virtual time (clock/shared-time.ts). */
  readonly time: SharedArrayBuffer;
}

/** Main thread → worker: one invocation. */
export interface WorkerCall {
  readonly requestId: string;
  readonly payload: string;
  readonly timeoutMs: number;
}

/** Worker → main thread. Messages of one worker arrive in order, so a log line always precedes the result it belongs to. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'failure'; readonly payload: string; readonly fatal: boolean };
