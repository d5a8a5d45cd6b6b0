import { deflateSync, inflateSync } from 'node:zlib';
import * as z from 'zod/mini';
import type { Answer } from './answer.ts';
import { answerDictionary } from './answer-dictionary.ts';
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
  /** The answer's bytes, deflated with our dictionary (zlib checks both, so that a replay is the first answer or an error). */
  answer: z.instanceof(Uint8Array),
});
export type Proof = z.infer<typeof Proof>;

/**
 * The proof that goes beside the answer. Where a resource keeps the proofs of all its changes, each answer is deflated against
 * the one before it, because they have most of their text in common.
 */
export const proofOf = (once: OnceRequest, answer: Answer, before: readonly Proof[] = []): Proof => ({
  ...once,
  status: answer.status,
  answer: deflateSync(answer.body, { dictionary: dictionaryAfter(before), level: 9 }),
});

const bodyOf = (proof: Proof, before: readonly Proof[]): Buffer =>
  inflateSync(proof.answer, { dictionary: dictionaryAfter(before) });

function dictionaryAfter(before: readonly Proof[]): Buffer {
  const last = before.at(-1);
  return last ? Buffer.concat([answerDictionary, bodyOf(last, before.slice(0, -1))]) : answerDictionary;
}

/** The first answer to a request among the proofs of a resource, byte for byte; undefined when it was not carried out. */
export function replayAmong(proofs: readonly Proof[], once: OnceRequest): Answer | undefined {
  const at = proofs.findIndex(({ key }) => key === once.key);
  const proof = proofs[at];
  return proof && replayOf(proof, once, proofs.slice(0, at));
}

/** The first answer, byte for byte. Refuses a key that was used for another body. */
export function replayOf(proof: Proof, once: OnceRequest, before: readonly Proof[] = []): Answer {
  if (proof.body !== once.body) {
    throw refuseRequest('IdempotencyKeyReused', 'This Idempotency-Key was used before with another body.');
  }
  return { status: proof.status, body: bodyOf(proof, before).toString('utf8'), replayed: true };
}

/** How long a proof is kept where it is an item of its own: month-end jobs repeat after weeks (API.md section 8: at least 45 days). */
export const proofDays = 60;
