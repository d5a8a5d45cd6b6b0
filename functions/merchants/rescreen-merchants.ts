import { type SearchPagePorts, type SearchPlace, searchPage } from '../screening/search-page.ts';
import type { Item } from '../shared/page.ts';
import type { Merchant } from './merchant.ts';
import type { MerchantListCheck } from './merchant-list-check.ts';
import { isKnown, type RescreenMerchantPorts, rescreenMerchant } from './rescreen-merchant.ts';

/** A merchant as it is, and how it was looked for last. */
export interface MerchantSeen {
  readonly merchantId: string;
  readonly merchant: Merchant | undefined;
  readonly check: MerchantListCheck | undefined;
}

export interface RescreenMerchantsPorts extends RescreenMerchantPorts {
  readonly lists: SearchPagePorts<MerchantSeen>['lists'];
  readonly all: {
    page(
      after: Item | undefined,
      limit: number,
    ): Promise<{ readonly items: readonly MerchantSeen[]; readonly last?: Item | undefined }>;
  };
  readonly told: SearchPagePorts<MerchantSeen>['told'];
}

/**
 * So many are looked for in one step: two items each are as many as one request reads. A step that runs out of time over a page of
 * new lists goes on at its repeat with those who were not looked for yet.
 */
const pageSize = 50;

/** One step of statemachines/rescreening.asl.json: merchants, a page at a time. */
export const rescreenMerchants = (ports: RescreenMerchantsPorts, place: SearchPlace) =>
  searchPage<MerchantSeen>(
    {
      lists: ports.lists,
      told: ports.told,
      page: (after) => ports.all.page(after, pageSize),
      search: async ({ merchantId, merchant, check }, index) =>
        // On nearly every day nothing is new of nearly every merchant: that takes no reading one by one.
        merchant && isKnown(merchant, check, index) ? 'unchanged' : await rescreenMerchant(ports, merchantId, index),
    },
    place,
  );
