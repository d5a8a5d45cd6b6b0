import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { CreditAccount, type CreditAccountId, creditAccountKey } from './credit-account.ts';

/** A buyer's credit as it is kept: the guarded account, and the sparse index of the orders that hold some of it. */
export function creditStore(table: Table) {
  return {
    account: async (id: CreditAccountId): Promise<CreditAccount | undefined> => {
      const item = await table.get(creditAccountKey(id));
      return item && CreditAccount.parse(item);
    },
    /** Those of many buyers at once, at most 100. */
    accounts: async (ids: readonly CreditAccountId[]): Promise<CreditAccount[]> =>
      (await table.getMany(ids.map(creditAccountKey))).map((item) => CreditAccount.parse(item)),
    held: async ({ merchantId, buyerId }: CreditAccountId): Promise<number> => {
      let held = 0;
      let after: Item | undefined;
      do {
        const page = await table.query({
          index: { name: 'openHolds', partition: 'GSI2PK', sort: 'GSI2SK' },
          partition: `OPEN#${merchantId}`,
          prefix: `${buyerId}#`,
          after,
        });
        held = page.items.reduce((total, { amountRemaining }) => total + Number(amountRemaining), held);
        after = page.last;
      } while (after);
      return held;
    },
  };
}
