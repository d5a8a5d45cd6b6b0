import type { Answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import { earlierAnswer, type OnceOwner, proofItem } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Table } from '../shared/table.ts';
import type { Write } from '../shared/write.ts';

/**
 * Where the proofs of requests are kept that may come any number of times for one order: a shop may edit it and report about it as
 * often as it likes. In the order itself there is room only for what happens a bounded number of times.
 */
export interface ProofsApart {
  earlier(once: OnceRequest): Promise<Answer | undefined>;
  /** To be written with the change that it proves. */
  proof(once: OnceRequest, told: Answer): Write;
}

export interface ApartPorts {
  readonly apart: (merchantId: string) => ProofsApart;
}

/** Each proof is an item of its own. */
export const proofsApart =
  (table: Table, clock: Clock): ApartPorts['apart'] =>
  (merchantId) => {
    const owner: OnceOwner = `MERCHANT#${merchantId}`;
    return {
      earlier: (once) => earlierAnswer(table, owner, once),
      proof: (once, told) => proofItem(table.name, clock, { owner, once, answer: told }),
    };
  };
