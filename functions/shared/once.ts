import type { Answer } from './answer.ts';
import { canonicalJson, shortHash } from './canonical.ts';
import { refuseRequest } from './request.refusals.ts';

/** A request that may be carried out once only: its key (hashed with merchant and route) and the hash of its canonical body. */
export interface OnceRequest {
  readonly key: string;
  readonly body: string;
}

/** The scope of a key is the merchant and the route with its path (API.md section 8, Idempotency). */
export const onceRequest = (scope: string, key: string, body: unknown): OnceRequest => ({
  key: shortHash(`${scope} ${key}`),
  body: shortHash(canonicalJson(body)),
});

/**
 * That a request was carried out, and what it was answered. Written in the transaction that carries it out
 * (ARCHITECTURE.md section 3), so that there is no moment in which one exists without the other.
 */
export interface Proof extends OnceRequest {
  readonly status: number;
  readonly answer: string;
}

export const proofOf = ({ key, body }: OnceRequest, answer: Answer): Proof => ({
  key,
  body,
  status: answer.status,
  answer: answer.body,
});

/** The first answer to a request among the proofs of a resource, byte for byte; undefined when it was not carried out. */
export function replayAmong(proofs: readonly Proof[], once: OnceRequest): Answer | undefined {
  const proof = proofs.find(({ key }) => key === once.key);
  return proof && replayOf(proof, once);
}

/** The first answer, byte for byte. Refuses a key that was used for another body. */
export function replayOf(proof: Proof, once: OnceRequest): Answer {
  if (proof.body !== once.body) {
    throw refuseRequest('IdempotencyKeyReused', 'This Idempotency-Key was used before with another body.');
  }
  return { status: proof.status, body: proof.answer, replayed: true };
}

/** How long a proof is kept where it is an item of its own: month-end jobs repeat after weeks (API.md section 8: at least 45 days). */
export const proofDays = 60;
