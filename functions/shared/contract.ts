import type * as z from 'zod/mini';

export type Schema = z.ZodMiniType;

/** The rights a key can have. `operator` is the platform's own staff; the others belong to one merchant. */
export const scopes = [
  'buyers:read',
  'buyers:write',
  'orders:read',
  'orders:write',
  'events:read',
  'webhooks:read',
  'webhooks:write',
  'storefront:read',
  'storefront:write',
  'operator',
] as const;
export type Scope = (typeof scopes)[number];

/** Who may call: anybody, anybody with a key, or holders of one scope. */
export type Audience = 'public' | 'any_key' | Scope;

interface AnswerContract {
  readonly description: string;
  readonly schema?: Schema;
  /** The media types of an answer that is not JSON, as `content-type` says them. */
  readonly mediaTypes?: readonly string[];
  /** Headers that it has besides those of every answer. */
  readonly headers?: readonly 'X-Next-Cursor'[];
}

/**
 * What a route promises, in one place: the function validates by it, the OpenAPI document is generated from it,
 * and a test holds that the deployed routes are the same (docs/decisions/0002-contracts-before-handlers.md).
 */
export interface Contract {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly audience: Audience;
  readonly params?: Schema;
  /** Path and params as callers read them, where API Gateway needs others: its variables are whole segments. */
  readonly shown?: { readonly path: string; readonly params: Schema };
  readonly query?: Schema;
  readonly body?: Schema;
  /** The body is a file of rows (shared/csv.ts) and not JSON. */
  readonly file?: boolean;
  /** Carried out once per Idempotency-Key. True of every POST that changes state. */
  readonly once?: boolean;
  /** Needs If-Match with the version that was read; or takes it, from whoever wants to overwrite nothing unseen. */
  readonly ifMatch?: boolean | 'optional';
  readonly answers: Readonly<Record<number, AnswerContract>>;
  /** Codes of the refusals that this route gives besides those of every route. */
  readonly refusals?: readonly string[];
}

type Parsed<S> = S extends Schema ? z.infer<S> : undefined;

/** Who calls, as the authorizer found it. */
export interface Caller {
  /** Of an operator the first key that this person has had: who replaces a key stays one person to whatever takes four eyes. */
  readonly keyId: string;
  /** Empty for operators and for public routes. */
  readonly merchantId: string;
  readonly scopes: readonly string[];
  /** The payment methods by which new orders may be paid, by the merchant's contracts in force. */
  readonly methods: readonly string[];
}

/** A file as it was sent, decoded. */
export interface UploadedFile {
  readonly text: string;
  readonly encoding: 'utf-8' | 'shift_jis';
}

/** A valid request: every part has passed its schema. */
export interface Request<C extends Contract> {
  readonly caller: Caller;
  readonly params: Parsed<C['params']>;
  readonly query: Parsed<C['query']>;
  readonly body: Parsed<C['body']>;
  /** Present where the contract says `file`. */
  readonly file: C['file'] extends true ? UploadedFile : undefined;
  /** Present where the contract says `once`. */
  readonly once: C['once'] extends true ? import('./once.ts').OnceRequest : undefined;
  /** Present where the contract says `ifMatch`. */
  readonly ifMatch: C['ifMatch'] extends true
    ? number
    : C['ifMatch'] extends 'optional'
      ? number | undefined
      : undefined;
  readonly requestId: string;
}

/** Keeps the literal types of a contract, so that handlers see the exact request. */
export const contract = <const C extends Contract>(of: C): C => of;
