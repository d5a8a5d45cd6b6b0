import { readBuyer } from '../buyers/buyer.item.ts';
import type { CreditAccountId } from '../buyers/credit-account.ts';
import { relationKey } from '../buyers/relation.ts';
import { relationsOf } from '../screening/company-limits.ts';
import type { Table } from '../shared/table.ts';
import type { ExposedBuyer } from './company-exposure.ts';

/** Companies across merchants: for operators only. `held` is what a buyer's open orders hold. */
export function companyStore(table: Table, held: (id: CreditAccountId) => Promise<number>) {
  return {
    relations: async (companyId: string): Promise<ExposedBuyer[]> => {
      const relations = await relationsOf(table, companyId);
      const buyers = (await table.getMany(relations.map(relationKey))).map(readBuyer);
      return Promise.all(
        relations.flatMap(({ account, ...id }) => {
          const buyer = buyers.find(({ buyerId }) => buyerId === id.buyerId);
          return buyer ? [held(id).then((sum): ExposedBuyer => ({ buyer, account, held: sum }))] : [];
        }),
      );
    },
  };
}
