import type { TimeLimit } from './time-limit.ts';

/** What a Lambda function is, as far as running it goes. */
export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  /** Folder with the code, as the deployment package has it. */
  readonly codeDir: string;
  /** `file.export`, as in the template. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number;
}

export interface InvocationRequest {
  /** JSON text. */
  readonly payload: string;
  readonly requestId?: string;
  /** A time-out of the caller that stands still while the invocation waits for the clock to be advanced. */
  readonly callerLimit?: TimeLimit;
  /** Asked for beside a request, such as who sends it: not worth a line of the terminal as long as it works. */
  readonly isAside?: boolean;
}

export interface InvocationResult {
  readonly requestId: string;
  /** JSON text: the answer, or `{errorType, errorMessage, trace}`. */
  readonly payload: string;
  /** Set when the handler threw, timed out or crashed. */
  readonly functionError?: 'Unhandled';
  readonly durationMs: number;
  /** What the function printed. */
  readonly logs: string;
}

/** Lambda's TooManyRequestsException: the reserved concurrency is used up. The invocation has not begun. */
export class TooManyRequests extends Error {
  override name = 'TooManyRequestsException';
}

/** Lambda's ResourceNotFoundException. */
export class FunctionNotFound extends Error {
  override name = 'ResourceNotFoundException';
}
