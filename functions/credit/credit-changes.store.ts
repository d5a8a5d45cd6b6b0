import { otherLimits } from '../screening/company-limits.ts';
import { businessDate, type Clock } from '../shared/clock.ts';
import { afterCursor, cursorOf } from '../shared/cursor.ts';
import { earlierAnswer, writeOnce } from '../shared/once.item.ts';
import type { OnceRequest } from '../shared/once.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import type { Table } from '../shared/table.ts';
import { type Write, WriteRefused } from '../shared/write.ts';
import { type CreditChange, creditHistoryOf, readChange } from './credit-history.ts';
import type { CreditRelation } from './credit-relation.ts';
import type { RelationPorts } from './operator-request.ts';
import { findRelation, relationWrites } from './relation-credit.ts';

export interface HistoryList {
  readonly merchantId: string;
  readonly buyerId: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The operators' side of a buyer's credit. */
export function creditChangesStore(table: Table, clock: Clock) {
  const carryOut = async (
    writes: readonly Write[],
    once: OnceRequest,
    answer: Parameters<RelationPorts['relations']['change']>[2],
  ) => {
    try {
      return await writeOnce(table, clock, { owner: 'OPERATOR', once, answer, writes });
    } catch (error) {
      if (!(error instanceof WriteRefused)) throw error;
      throw refuseRequest('TooBusy', 'The credit has changed since it was read. Send this again.', {}, error);
    }
  };
  const change: RelationPorts['relations']['change'] = (made, once, told) =>
    carryOut(relationWrites(table.name, made), once, told);
  return {
    find: (buyerId: string) => findRelation(table, buyerId),
    otherLimits: ({ buyer }: CreditRelation) => otherLimits(table, buyer, businessDate(clock)),
    earlier: (once: OnceRequest) => earlierAnswer(table, 'OPERATOR', once),
    change,
    carryOut,
    history: (list: HistoryList) => history(table, list),
  };
}

/** A buyer's limit history, newest first. */
async function history(table: Table, { merchantId, buyerId, limit, cursor }: HistoryList) {
  const partition = `MERCHANT#${merchantId}`;
  const prefix = creditHistoryOf(buyerId);
  const list = `${partition} ${prefix}`;
  const after = afterCursor(list, cursor, {
    PK: (value) => value === partition,
    SK: (value) => value.startsWith(prefix),
  });
  const page = await table.query({ partition, prefix, limit, newestFirst: true, after });
  const items: CreditChange[] = page.items.map(readChange);
  return { items, nextCursor: cursorOf(list, page.last) };
}
