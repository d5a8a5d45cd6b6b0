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

/** Four names each at least, of which none is cut short: with a list of ten thousand names well within the time of one step. */
const pageSize = 25;

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
