import type { Examination } from '../screening/examination.ts';
import type { Table } from '../shared/table.ts';
import type { Write } from '../shared/write.ts';

// A buyer's id is unique across merchants. Operators address a buyer by it alone: this partition says whose buyer it is and
// which examinations it has had.

const partition = (buyerId: string): string => `BUYER#${buyerId}`;
const examinations = 'EXAMINATION#';

/** Whose buyer it is. Written with every grant; always the same. */
export const relationPointer = (
  table: string,
  { merchantId, buyerId }: { merchantId: string; buyerId: string },
): Write => ({
  table,
  put: { PK: partition(buyerId), SK: 'RELATION', merchantId },
});

/** That a buyer has this examination: written in the transaction that opens it. */
export const examinationPointer = (
  table: string,
  {
    merchantId,
    buyerId,
    examinationId,
    createdAt,
  }: Pick<Examination, 'merchantId' | 'buyerId' | 'examinationId' | 'createdAt'>,
): Write => ({
  table,
  put: { PK: partition(buyerId), SK: `${examinations}${createdAt}#${examinationId}`, merchantId, examinationId },
});

/** The merchant of a buyer that has been granted credit. */
export async function merchantOf(table: Table, buyerId: string): Promise<string | undefined> {
  const item = await table.get({ PK: partition(buyerId), SK: 'RELATION' });
  return item && String(item.merchantId);
}

/** The latest examinations of a buyer, newest first. One buyer has a few in its life. */
export async function examinationIdsOf(table: Table, buyerId: string): Promise<string[]> {
  const { items } = await table.query({
    partition: partition(buyerId),
    prefix: examinations,
    newestFirst: true,
    limit: 100,
  });
  return items.map(({ examinationId }) => String(examinationId));
}
