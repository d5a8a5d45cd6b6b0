import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { CreditAccount, type CreditAccountId, creditAccountKey } from './credit-account.ts';

/** A buyer's credit as it is kept: the guarded account, and the sparse index of the orders that hold some of it, or will take it. */
export function creditStore(table: Table) {
  return {
    account: async (id: CreditAccountId): Promise<CreditAccount | undefined> => {
      const item = await table.get(creditAccountKey(id));
      return item && CreditAccount.parse(item);
    },
    /** Those of many buyers at once, at most 100. */
    accounts: async (ids: readonly CreditAccountId[]): Promise<CreditAccount[]> =>
      (await table.getMany(ids.map(creditAccountKey))).map((item) => CreditAccount.parse(item)),
    held: (id: CreditAccountId): Promise<number> => remaining(table, 'OPEN', id),
    uncounted: (id: CreditAccountId): Promise<number> => remaining(table, 'UNCOUNTED', id),
  };
}

/** What is left to confirm of a buyer's open orders, of those in one partition of the index (functions/orders/order.item.ts). */
async function remaining(
  table: Table,
  kind: 'OPEN' | 'UNCOUNTED',
  { merchantId, buyerId }: CreditAccountId,
): Promise<number> {
  let sum = 0;
  let after: Item | undefined;
  do {
    const page = await table.query({
      index: { name: 'openHolds', partition: 'GSI2PK', sort: 'GSI2SK' },
      partition: `${kind}#${merchantId}`,
      prefix: `${buyerId}#`,
      after,
    });
    sum = page.items.reduce((total, { amountRemaining }) => total + Number(amountRemaining), sum);
    after = page.last;
  } while (after);
  return sum;
}
