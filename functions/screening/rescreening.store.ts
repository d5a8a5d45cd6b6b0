import { examinationPointer } from '../credit/buyer-index.ts';
import { facilityPage } from '../credit/facilities-in-force.ts';
import { readRelation, relationWrites } from '../credit/relation-credit.ts';
import type { StoredFacility } from '../credit/stored-facility.ts';
import type { Item, Key } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import type { Vault } from '../shared/vault.ts';
import { atVersion, isNew, type Write } from '../shared/write.ts';
import { examinationKey, examinationWrite, readExamination } from './examination.item.ts';
import { matchPlace } from './examination.ts';
import { ListCheck } from './list-check.ts';
import { MatchRecordSchema } from './match-record.ts';
import type { RescreenPorts } from './rescreen.ts';

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
    page: (
      after: Item | undefined,
      limit: number,
    ): Promise<{ readonly facilities: readonly StoredFacility[]; readonly last?: Item | undefined }> =>
      facilityPage(table, { after, limit }),
  };
}
