import type { Answer } from '../shared/answer.ts';
import type { Clock } from '../shared/clock.ts';
import { earlierAnswer, type OnceOwner, writeOnce } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Table } from '../shared/table.ts';

const ownerOf = (merchantId: string): OnceOwner => `MERCHANT#${merchantId}`;

/** What files were answered. There are line numbers and ids in it, and nobody's name. */
export const memberFileStore = (table: Table, clock: Clock) => ({
  earlier: (merchantId: string, once: OnceRequest) => earlierAnswer(table, ownerOf(merchantId), once),
  keep: (merchantId: string, once: OnceRequest, answer: Answer) =>
    writeOnce(table, clock, { owner: ownerOf(merchantId), once, answer, writes: [] }),
});
