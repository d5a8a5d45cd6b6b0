import type { Table } from '../shared/table.ts';
import type { Write } from '../shared/write.ts';
import type { CreditAccountId } from './credit-account.ts';

/** Where the relation of a buyer and a merchant is kept. */
export const relationKey = ({ merchantId, buyerId }: CreditAccountId) => ({
  PK: `MERCHANT#${merchantId}`,
  SK: `BUYER#${buyerId}`,
});

/** The state of the relation, or undefined when this merchant knows no such buyer. Asked only when an order was refused. */
export async function relationState(table: Table, id: CreditAccountId): Promise<string | undefined> {
  const item = await table.get(relationKey(id));
  return item && String(item.state);
}

/** The condition that the buyer may order on credit. */
export const relationIsActive = (table: string, id: CreditAccountId): Write => ({
  table,
  check: relationKey(id),
  condition: { expression: '#state = :active', names: { '#state': 'state' }, values: { ':active': 'active' } },
});

/** The two together, for who lets an order stand later than it was placed. */
export const relationsOf = (table: Table) => ({
  isActive: (id: CreditAccountId) => relationIsActive(table.name, id),
  state: (id: CreditAccountId) => relationState(table, id),
});
