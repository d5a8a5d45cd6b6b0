import * as z from 'zod/mini';
import type { Answer } from './answer.ts';
import type { Clock } from './clock.ts';
import { type OnceRequest, proofDays, proofOf, replayAmong } from './once.ts';
import { packProofs, unpackProofs } from './packed-proofs.ts';
import type { Item, Key } from './page.ts';
import { refuseRequest } from './request.refusals.ts';
import type { Table } from './table.ts';
import { isNew, type Write, WriteContended, WriteRefused } from './write.ts';

/** Whose requests: the partition that the proofs live in. */
export type OnceOwner = `MERCHANT#${string}` | 'OPERATOR';

/** What is written together: the request's own writes are the effect, `answer` is what a repeat of it will be told. */
export interface OnceWrite {
  readonly owner: OnceOwner;
  readonly once: OnceRequest;
  readonly answer: Answer;
  readonly writes: readonly Write[];
}

const proofKey = (owner: OnceOwner, once: OnceRequest): Key => ({ PK: owner, SK: `ONCE#${once.key}` });

const secondsPerDay = 24 * 60 * 60;

/** The proof as an item of its own, for requests whose effect has no item that could carry it. */
export const proofItem = (table: string, clock: Clock, { owner, once, answer }: Omit<OnceWrite, 'writes'>): Write => ({
  table,
  put: {
    ...proofKey(owner, once),
    proofs: packProofs([proofOf(once, answer)]),
    expiresAt: Math.floor(clock.now() / 1000) + proofDays * secondsPerDay,
  },
  condition: isNew,
});

/**
 * Carries a request out once: effect and proof in one transaction. A repeat meets the proof and is told the first answer. Any
 * other refused condition is thrown as `WriteRefused`, whose `found` is in the order of `writes`.
 */
export async function writeOnce(table: Table, clock: Clock, request: OnceWrite): Promise<Answer> {
  try {
    await table.write(...request.writes, proofItem(table.name, clock, request));
    return request.answer;
  } catch (error) {
    const replay = replayMet(error, request.once);
    if (replay) return replay;
    if (!(error instanceof WriteContended)) throw error;
    if (error.held.includes(request.writes.length)) throw inProgress(error);
    throw refuseRequest('TooBusy', 'Other requests are at the same items. Send this one again.', {}, error);
  }
}

/** Only this very request writes this proof: whoever held it is its first try, which has not ended yet. */
const inProgress = (cause: WriteContended) =>
  refuseRequest(
    'RequestInProgress',
    'The same request is being carried out. Send it again for its answer.',
    { retryable: true },
    cause,
  );

/** The first answer, if this request was carried out before: for a request that has to read before it can write. */
export async function earlierAnswer(table: Table, owner: OnceOwner, once: OnceRequest): Promise<Answer | undefined> {
  const item = await table.get(proofKey(owner, once));
  return item && replayAmong(proofsIn(item), once);
}

/** The first answer, if the request's own proof is among what a refused write met. */
function replayMet(error: unknown, once: OnceRequest): Answer | undefined {
  if (!(error instanceof WriteRefused)) return undefined;
  const met = error.found.flatMap((one) => (one?.item ? [one.item] : []));
  const proof = met.find((item) => item.SK === `ONCE#${once.key}`);
  return proof && replayAmong(proofsIn(proof), once);
}

const StoredProofs = z.object({ proofs: z.instanceof(Uint8Array) });
const proofsIn = (item: Item) => unpackProofs(StoredProofs.parse(item).proofs);
