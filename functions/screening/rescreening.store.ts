import { Buyer } from '../buyers/buyer.ts';
import { relationKey } from '../buyers/relation.ts';
import { examinationPointer } from '../credit/buyer-index.ts';
import { facilityPage } from '../credit/facilities-in-force.ts';
import { readRelation, relationWrites } from '../credit/relation-credit.ts';
import type { StoredFacility } from '../credit/stored-facility.ts';
import type { Item, Key } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import type { Vault } from '../shared/vault.ts';
import { atVersion, isNew, type Write } from '../shared/write.ts';
import { examinationKey, examinationWrite, readExamination } from './examination.item.ts';
import { matchPlace, searchPlace } from './examination.ts';
import { ListCheck } from './list-check.ts';
import { MatchRecordSchema } from './match-record.ts';
import type { RescreenPorts } from './rescreen.ts';
import type { LookedFor } from './rescreen-page.ts';

const checkKey = ({ merchantId, buyerId }: Pick<ListCheck, 'merchantId' | 'buyerId'>): Key => ({
  PK: `MERCHANT#${merchantId}`,
  SK: `LISTCHECK#${buyerId}`,
});

const checkWrite = (table: string, check: ListCheck): Write => ({
  table,
  put: { ...checkKey(check), ...check },
  condition: check.version === 1 ? isNew : atVersion(check.version - 1),
});

/** What a re-screening reads and writes. A hit is one transaction: nobody is stopped without an examination, or the other way round. */
export function rescreeningStore(table: Table, vault: Vault) {
  const relations: RescreenPorts['relations'] = {
    relation: (facility) => readRelation(table, facility),
    check: async (facility) => {
      const item = await table.get(checkKey(facility));
      return item && ListCheck.parse(item);
    },
    grantedOver: async ({ examinationId }) => {
      const item = await table.get(examinationKey(examinationId));
      const examination = item && readExamination(item);
      if (examination?.listSearch) {
        return MatchRecordSchema.parse(await vault.open(searchPlace(examination), examination.listSearch.match));
      }
      if (!examination?.listMatch) return undefined;
      return MatchRecordSchema.parse(await vault.open(matchPlace(examination), examination.listMatch));
    },
    passed: (check) => table.write(checkWrite(table.name, check)),
    stop: ({ examination, change }, check) =>
      table.write(
        examinationWrite(table.name, examination),
        examinationPointer(table.name, examination),
        ...relationWrites(table.name, change),
        checkWrite(table.name, check),
      ),
  };
  return {
    relations,
    before: (facilities: readonly StoredFacility[]) => lookedFor(table, facilities),
    page: (
      after: Item | undefined,
      limit: number,
    ): Promise<{ readonly facilities: readonly StoredFacility[]; readonly last?: Item | undefined }> =>
      facilityPage(table, { after, limit }),
  };
}

/** Two items of each buyer, a hundred in a request. */
const buyersPerRead = 50;

async function lookedFor(table: Table, facilities: readonly StoredFacility[]): Promise<LookedFor[]> {
  const found = new Map<string, Item>();
  for (let at = 0; at < facilities.length; at += buyersPerRead) {
    const keys = facilities.slice(at, at + buyersPerRead).flatMap((one) => [relationKey(one), checkKey(one)]);
    for (const item of await table.getMany(keys)) found.set(`${item.PK} ${item.SK}`, item);
  }
  const at = ({ PK, SK }: Key): Item | undefined => found.get(`${PK} ${SK}`);
  return facilities.map((facility) => {
    // What cannot be read is left out: it is read again by itself, and fails by itself.
    const buyer = Buyer.safeParse(at(relationKey(facility))).data;
    return { facility, buyer, check: ListCheck.safeParse(at(checkKey(facility))).data };
  });
}
