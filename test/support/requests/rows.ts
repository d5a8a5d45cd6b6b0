import type { Api, Send } from '../api.ts';
import type { Merchant, Operator } from '../sessions.ts';

/** Resources of Demo Shop in every state that a request can be about. */
export interface World {
  readonly buyerId: string;
  /** Registered and not yet applied. */
  readonly waitingId: string;
  /** The same, each for one request that takes it further. */
  readonly leavingId: string;
  readonly memberId: string;
  readonly linkingId: string;
  /** Authorized, at version 1. */
  readonly orderId: string;
  readonly examinationId: string;
}

export interface Parties {
  readonly demo: Merchant;
  readonly operator: Operator;
  readonly operator2: Operator;
  /** A merchant that holds the key. */
  readonly as: (key: string) => Merchant;
}

/** One request that is answered 2xx. */
export interface ValidRequest {
  readonly path: string;
  readonly body?: unknown;
  /** Instead of a body, where the route takes a file of rows. */
  readonly file?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A valid request of an operation, and what another merchant, who has every right but not this resource, is answered. */
export interface RequestRow {
  readonly foreign: 'not_found' | 'own';
  /** Makes what the request is about, where the world has no such thing. */
  readonly make: (world: World, parties: Parties) => ValidRequest | Promise<ValidRequest>;
}
export type RequestRows = Readonly<Record<string, RequestRow>>;

/** A request that shows or makes only what is the caller's own. */
export const own = (make: RequestRow['make']): RequestRow => ({ foreign: 'own', make });

/** A request about one resource, which nobody else can see. */
export const aboutOurs = (make: RequestRow['make']): RequestRow => ({ foreign: 'not_found', make });

/** The same request every time. */
export const plain = (path: string, body?: unknown): RequestRow =>
  own(() => ({ path, ...(body === undefined ? {} : { body }) }));

/** A request with an Idempotency-Key, on a resource of its own. */
export interface OnceRequest {
  readonly api: Api;
  readonly path: string;
  readonly body?: object;
  /** Instead of a body, where the route takes a file of rows. */
  readonly file?: string;
  /** Valid as well, but not the same request. Absent where the body is empty. */
  readonly otherBody?: object;
}
export type OnceRows = Readonly<Record<string, (parties: Parties) => Promise<OnceRequest>>>;

/** Body or file, as it is sent. */
export function contentOf({ body, file }: Pick<ValidRequest, 'body' | 'file'>): Pick<Send, 'body' | 'text'> & {
  readonly headers: Readonly<Record<string, string>>;
} {
  if (file !== undefined) return { text: file, headers: { 'content-type': 'text/csv' } };
  return { ...(body === undefined ? {} : { body }), headers: {} };
}
