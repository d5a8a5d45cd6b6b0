import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { facilitiesInForce, readFacility } from './facility.item.ts';
import type { StoredFacility } from './stored-facility.ts';

export interface FacilityPage {
  readonly facilities: readonly StoredFacility[];
  /** Where the next page begins; absent after the last one. */
  readonly last?: Item | undefined;
}

/** A page of the facilities in force that end before a day, the first to end first. The index may be a moment behind. */
export async function facilityPage(
  table: Table,
  { before = '9', after, limit = 100 }: { before?: string; after?: Item | undefined; limit?: number },
): Promise<FacilityPage> {
  const page = await table.query({
    index: { name: 'byCreation', partition: 'GSI1PK', sort: 'GSI1SK' },
    partition: facilitiesInForce,
    between: ['0', before],
    limit,
    after,
  });
  const found = await table.getMany(page.items.map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) })));
  const facilities = found.map(readFacility).filter(({ state }) => state !== 'expired' && state !== 'revoked');
  return { facilities, last: page.last };
}

/** All of them, page by page. */
export async function* facilitiesEnding(table: Table, before: string): AsyncGenerator<StoredFacility> {
  let after: Item | undefined;
  do {
    const page = await facilityPage(table, { before, after });
    yield* page.facilities;
    after = page.last;
  } while (after);
}
