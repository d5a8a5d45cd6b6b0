/** Who has to act, and so which status the caller sees (problem.ts). */
export type RefusalKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'stale'
  | 'tooLarge'
  | 'unsupported'
  | 'declined'
  | 'throttled'
  | 'unavailable';

/** Facts for the caller's program: they become extension members of the problem (RFC 9457 section 3.2). */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** One wrong field. The pointer is a JSON Pointer into the body, or begins with /query, /path or /headers. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** Thrown when the caller or a counterparty has to act. The code is the contract with HTTP, state machines, logs and docs/problems.md. */
export class Refusal extends Error {
  readonly code: string;
  readonly kind: RefusalKind;
  readonly title: string;
  readonly detail: string;
  readonly facts: Facts;
  readonly errors: readonly FieldError[];

  constructor(portable: PortableRefusal, cause?: unknown) {
    super(portable.detail, { cause });
    this.name = portable.code;
    this.code = portable.code;
    this.kind = portable.kind;
    this.title = portable.title;
    this.detail = portable.detail;
    this.facts = portable.facts;
    this.errors = portable.errors ?? [];
  }
}

/** A refusal as plain data: this is how it crosses a state machine, as the cause of its failure. */
export interface PortableRefusal {
  readonly code: string;
  readonly kind: RefusalKind;
  readonly title: string;
  readonly detail: string;
  readonly facts: Facts;
  readonly errors?: readonly FieldError[];
}

export const portable = ({ code, kind, title, detail, facts, errors }: Refusal): PortableRefusal => ({
  code,
  kind,
  title,
  detail,
  facts,
  errors,
});

/**
 * Declares the refusals of a capability: code → who must act, title. Adding one touches the capability's own file only.
 * The table goes with the function, so that the API's document can name every code with its status.
 */
export function refusals<Code extends string>(
  table: Readonly<Record<Code, readonly [kind: RefusalKind, title: string]>>,
) {
  const refuse = (code: Code, detail: string, facts: Facts = {}, cause?: unknown): Refusal => {
    const [kind, title] = table[code];
    return new Refusal({ code, kind, title, detail, facts }, cause);
  };
  return Object.assign(refuse, { table });
}
