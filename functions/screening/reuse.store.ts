import { readBuyer } from '../buyers/buyer.item.ts';
import { relationKey } from '../buyers/relation.ts';
import type { Table } from '../shared/table.ts';
import { relationsOf } from './company-limits.ts';
import type { DealingRelation } from './reuse-facility.ts';

/** A company's relations as they stand, across merchants: for the credit side only. */
export async function dealingRelations(table: Table, companyId: string): Promise<DealingRelation[]> {
  const relations = await relationsOf(table, companyId);
  const buyers = (await table.getMany(relations.map(relationKey))).map(readBuyer);
  return relations.flatMap((relation) => {
    const buyer = buyers.find(({ buyerId }) => buyerId === relation.buyerId);
    return buyer ? [{ ...relation, state: buyer.state }] : [];
  });
}
