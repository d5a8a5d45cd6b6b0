import type { Table } from '../shared/table.ts';
import type { Write } from '../shared/write.ts';
import { type CreditAccountId, creditAccountKey } from './credit-account.ts';

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

/** The condition that Paid is among its methods (method-switch.ts). */
const methodIsOn = (table: string, id: CreditAccountId): Write => ({
  table,
  check: creditAccountKey(id),
  condition: { expression: 'attribute_not_exists(#methodOff)', names: { '#methodOff': 'methodOff' } },
});

/** What has to be so of a buyer when an order is let stand later than it was placed, and whether it is. */
export const relationsOf = (table: Table) => ({
  mayOrder: (id: CreditAccountId): Write[] => [relationIsActive(table.name, id), methodIsOn(table.name, id)],
  ordersNow: async (id: CreditAccountId): Promise<boolean> => {
    const [state, account] = await Promise.all([relationState(table, id), table.get(creditAccountKey(id))]);
    return state === 'active' && account?.methodOff === undefined;
  },
});
