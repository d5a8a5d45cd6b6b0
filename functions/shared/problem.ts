import { type FieldError, Refusal, type RefusalKind } from './refusal.ts';

const statusOf: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  stale: 412,
  tooLarge: 413,
  unsupported: 415,
  declined: 422,
  throttled: 429,
  unavailable: 503,
};

const retryableKinds: ReadonlySet<RefusalKind> = new Set<RefusalKind>(['throttled', 'unavailable']);

/** RFC 9457 problem details, with the members of API.md section 7. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance: string;
  readonly code: string;
  readonly requestId: string;
  readonly retryable: boolean;
  readonly errors?: readonly FieldError[];
  readonly [fact: string]: unknown;
}

/** `CreditLimitExceeded` → `/problems/credit-limit-exceeded`, the section of docs/problems.md with that name, and the page that shows it. */
export const problemType = (code: string): string =>
  `/problems/${code.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()}`;

/** What the caller is told. An error that is not a refusal is a bug of ours: its text stays in the log. */
export function problemOf(error: unknown, instance: string, requestId: string): Problem {
  if (!(error instanceof Refusal)) {
    return {
      type: problemType('InternalError'),
      title: 'Something broke on our side',
      status: 500,
      instance,
      code: 'InternalError',
      requestId,
      retryable: true,
    };
  }
  return {
    retryable: retryableKinds.has(error.kind),
    ...error.facts,
    type: problemType(error.code),
    title: error.title,
    status: statusOf[error.kind],
    detail: error.detail,
    instance,
    code: error.code,
    requestId,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
  };
}
