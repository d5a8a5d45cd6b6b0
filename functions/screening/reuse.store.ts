import { readBuyer } from '../buyers/buyer.item.ts';
import { peopleOf } from '../buyers/buyer.ts';
import { People } from '../buyers/company.ts';
import { relationKey } from '../buyers/relation.ts';
import { normalEmail } from '../shared/japanese.contract.ts';
import type { Table } from '../shared/table.ts';
import type { Vault } from '../shared/vault.ts';
import { relationsOf } from './company-limits.ts';
import type { DealingRelation } from './reuse-facility.ts';

/** A company's relations as they stand, across merchants: for the credit side only. */
export async function dealingRelations(table: Table, vault: Vault, companyId: string): Promise<DealingRelation[]> {
  const relations = await relationsOf(table, companyId);
  const buyers = (await table.getMany(relations.map(relationKey))).map(readBuyer);
  return relations.flatMap((relation) => {
    const buyer = buyers.find(({ buyerId }) => buyerId === relation.buyerId);
    if (!buyer) return [];
    const people = async () => People.parse(await vault.open(peopleOf(buyer), buyer.people));
    return [{ ...relation, state: buyer.state, contactEmail: async () => normalEmail((await people()).contact.email) }];
  });
}
