import { readBuyer } from '../buyers/buyer.item.ts';
import { creditStore } from '../buyers/credit.store.ts';
import { relationKey } from '../buyers/relation.ts';
import { relationsOf } from '../screening/company-limits.ts';
import type { Table } from '../shared/table.ts';
import type { ExposedBuyer } from './company-exposure.ts';

/** Companies across merchants: for operators only. */
export function companyStore(table: Table) {
  const credit = creditStore(table);
  return {
    relations: async (companyId: string): Promise<ExposedBuyer[]> => {
      const relations = await relationsOf(table, companyId);
      const buyers = (await table.getMany(relations.map(relationKey))).map(readBuyer);
      return Promise.all(
        relations.flatMap(({ account, ...id }) => {
          const buyer = buyers.find(({ buyerId }) => buyerId === id.buyerId);
          return buyer ? [credit.held(id).then((held): ExposedBuyer => ({ buyer, account, held }))] : [];
        }),
      );
    },
  };
}
