import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import type { OpenOrders } from './assert-nothing-open.ts';

const namedMax = 20;

const idOf = (item: Item): string => String(item.SK).slice('ORDER#'.length);

/** The sparse index of what waits for a shipment or a decision. It may be a moment behind. */
export const openOrders = (table: Table): OpenOrders['orders'] => ({
  open: async (merchantId) => {
    const held = await onIndex(table, `OPEN#${merchantId}`);
    const uncounted = await onIndex(table, `UNCOUNTED#${merchantId}`);
    const reviewed = await underReview(table, merchantId);
    return [...held, ...uncounted, ...reviewed].slice(0, namedMax);
  },
});

const index = { name: 'openHolds', partition: 'GSI2PK', sort: 'GSI2SK' } as const;

const onIndex = async (table: Table, partition: string): Promise<string[]> =>
  (await table.query({ index, partition, limit: namedMax })).items.map(idOf);

/** The queue of all merchants: as long as operators let it grow. */
async function underReview(table: Table, merchantId: string): Promise<string[]> {
  const found: string[] = [];
  let after: Item | undefined;
  do {
    const page = await table.query({ index, partition: 'REVIEW', after });
    found.push(...page.items.filter(({ PK }) => PK === `MERCHANT#${merchantId}`).map(idOf));
    after = page.last;
  } while (after && found.length < namedMax);
  return found;
}
