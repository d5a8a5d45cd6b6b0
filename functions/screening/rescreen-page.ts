import type { Buyer } from '../buyers/buyer.ts';
import type { StoredFacility } from '../credit/stored-facility.ts';
import type { Item } from '../shared/page.ts';
import type { ListCheck } from './list-check.ts';
import { isSame, type RescreenPorts, rescreen } from './rescreen.ts';
import { type SearchPagePorts, type SearchPlace, searchPage } from './search-page.ts';

/** A buyer as it is, and how it was looked for last. */
export interface LookedFor {
  readonly facility: StoredFacility;
  readonly buyer: Buyer | undefined;
  readonly check: ListCheck | undefined;
}

export interface RescreenPagePorts extends RescreenPorts {
  readonly lists: SearchPagePorts<LookedFor>['lists'];
  readonly facilities: {
    page(
      after: Item | undefined,
      limit: number,
    ): Promise<{
      readonly facilities: readonly StoredFacility[];
      readonly last?: Item | undefined;
    }>;
  };
  readonly looked: {
    /** What a page of buyers were looked for last, and who they are now: read together, in one request. */
    before(facilities: readonly StoredFacility[]): Promise<readonly LookedFor[]>;
  };
  readonly told: {
    readonly failed: (facility: StoredFacility, error: unknown) => void;
    readonly done: (counts: Readonly<Record<string, number>>) => void;
  };
}

/**
 * So many buyers are looked for in one step: with a list of ten thousand names well within its time, and a machine of 25,000
 * events comes to more than a hundred thousand buyers.
 */
const pageSize = 40;

/** One step of statemachines/rescreening.asl.json: buyers with credit, a page at a time. */
export const rescreenPage = (ports: RescreenPagePorts, place: SearchPlace) =>
  searchPage<LookedFor>(
    {
      lists: ports.lists,
      page: async (after) => {
        const { facilities, last } = await ports.facilities.page(after, pageSize);
        return { items: facilities.length > 0 ? await ports.looked.before(facilities) : [], last };
      },
      search: async ({ facility, buyer, check }, index) =>
        // On nearly every day nothing is new of nearly every buyer: that takes no reading one by one.
        buyer && check && isSame(check, index, buyer) ? 'unchanged' : await rescreen(ports, facility, index),
      told: { ...ports.told, failed: ({ facility }, error) => ports.told.failed(facility, error) },
    },
    place,
  );
