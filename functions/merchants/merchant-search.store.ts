import type { Actor } from '../shared/actor.ts';
import type { Item, Key } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { unlessRefused } from '../shared/write.ts';
import { merchantKey } from './merchant.item.ts';
import { effectWrites } from './merchant.store.ts';
import { Merchant } from './merchant.ts';
import { merchantListCheckKey, merchantListCheckWrite } from './merchant-list-check.item.ts';
import { MerchantListCheck } from './merchant-list-check.ts';
import type { NewsPorts } from './merchant-news.ts';
import type { RescreenMerchantPorts } from './rescreen-merchant.ts';
import type { MerchantSeen } from './rescreen-merchants.ts';
import { StoredScreening } from './screening-record.ts';

/** What a merchant was looked for in, and what operators have seen of it. */
export const merchantSearches = (table: Table): NewsPorts['searches'] => ({
  check: async (merchantId) => {
    const item = await table.get(merchantListCheckKey(merchantId));
    return item && MerchantListCheck.parse(item);
  },
  approvedOver: async ({ merchantId, stateHistory }) => {
    const approvedAt = stateHistory.find(({ state }) => state === 'approved')?.at;
    if (approvedAt === undefined) return undefined;
    const { items } = await table.query({
      partition: `MERCHANT#${merchantId}`,
      between: ['LISTMATCH#', `LISTMATCH#${approvedAt}~`],
      limit: 1,
      newestFirst: true,
    });
    return items[0] && StoredScreening.parse(items[0]);
  },
});

/** How the daily search walks through all merchants and what it writes. A hit is one transaction with the suspension. */
export function merchantRescreeningStore(table: Table) {
  const searched: RescreenMerchantPorts['searched'] = {
    passed: (check) => unlessRefused(table.write(merchantListCheckWrite(table.name, check))),
    held: (effect, actor: Actor) => unlessRefused(table.write(...effectWrites(table.name, effect, actor))),
  };
  return {
    searched,
    page: (after: Item | undefined, limit: number) => merchantPage(table, after, limit),
  };
}

/** A page of all merchants, each with its last search: read together, in one request. */
async function merchantPage(table: Table, after: Item | undefined, limit: number) {
  const page = await table.query({
    index: { name: 'byCreation', partition: 'GSI1PK', sort: 'GSI1SK' },
    partition: 'OPERATOR#MERCHANT',
    limit,
    after,
  });
  const ids = page.items.map(({ PK }) => String(PK).slice('MERCHANT#'.length));
  const keys = ids.flatMap((merchantId) => [merchantKey(merchantId), merchantListCheckKey(merchantId)]);
  const found = new Map((await table.getMany(keys)).map((item) => [`${item.PK} ${item.SK}`, item]));
  const at = ({ PK, SK }: Key): Item | undefined => found.get(`${PK} ${SK}`);
  const items = ids.map((merchantId): MerchantSeen => {
    // What cannot be read is left out: it is read again by itself, and fails by itself.
    const merchant = Merchant.safeParse(at(merchantKey(merchantId))).data;
    return { merchantId, merchant, check: MerchantListCheck.safeParse(at(merchantListCheckKey(merchantId))).data };
  });
  return { items, last: page.last };
}
