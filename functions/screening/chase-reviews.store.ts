import { reviewQueue } from '../orders/order.item.ts';
import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { unlessRefused } from '../shared/write.ts';
import type { ChasePorts } from './chase-reviews.ts';
import { examinationQueue, examinationWrite, readExamination } from './examination.item.ts';
import type { Examination } from './examination.ts';

/** Both queues are as long as people let them grow. */
export const chaseStore = (table: Table): Pick<ChasePorts, 'examinations' | 'orders'> => ({
  examinations: {
    pending: () => pending(table),
    mark: (examination) => unlessRefused(table.write(examinationWrite(table.name, examination))),
  },
  orders: { overdue: (today) => overdueOrders(table, today) },
});

async function* pending(table: Table): AsyncGenerator<Examination> {
  let after: Item | undefined;
  do {
    const page = await table.query({
      index: { name: 'byCreation', partition: 'GSI1PK', sort: 'GSI1SK' },
      partition: `${examinationQueue('pending')}#EXAMINATION`,
      limit: 100,
      after,
    });
    const items = await table.getMany(page.items.map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) })));
    yield* items.map(readExamination);
    after = page.last;
  } while (after);
}

/** The queue of orders is in the order of the days by which they are to be decided: its keys say who is late. */
async function overdueOrders(table: Table, today: string): Promise<number> {
  let count = 0;
  let after: Item | undefined;
  do {
    const page = await table.query({
      index: { name: 'openHolds', partition: 'GSI2PK', sort: 'GSI2SK' },
      partition: reviewQueue,
      between: ['0', today],
      after,
    });
    count += page.items.length;
    after = page.last;
  } while (after);
  return count;
}
