import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod/mini';
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
export const Proof = z.object({
  key: z.string(),
  body: z.string(),
  status: z.int(),
  /** The answer's bytes, deflated. */
  answer: z.instanceof(Uint8Array),
});
export type Proof = z.infer<typeof Proof>;

export const proofOf = (once: OnceRequest, answer: Answer): Proof => ({
  ...once,
  status: answer.status,
  answer: deflateRawSync(answer.body),
});

/** The first answer, byte for byte. Refuses a key that was used for another body. */
export function replayOf(proof: Proof, once: OnceRequest): Answer {
  if (proof.body !== once.body) {
    throw refuseRequest('IdempotencyKeyReused', 'This Idempotency-Key was used before with another body.');
  }
  return { status: proof.status, body: inflateRawSync(proof.answer).toString('utf8'), replayed: true };
}

/** How long a proof is kept where it is an item of its own: month-end jobs repeat after weeks (API.md section 8: at least 45 days). */
export const proofDays = 60;
