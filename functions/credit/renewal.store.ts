import { examinationKey, examinationWrite, readExamination } from '../screening/examination.item.ts';
import type { Examination } from '../screening/examination.ts';
import type { Answer } from '../shared/answer.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Item } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { type Write, WriteRefused } from '../shared/write.ts';
import { examinationPointer } from './buyer-index.ts';
import { facilitiesInForce, readFacility } from './facility.item.ts';
import { readRelation, relationWrites } from './relation-credit.ts';
import type { ReviewFacilitiesPorts } from './renew.ts';
import type { StoredFacility } from './stored-facility.ts';

const openingWrites = (table: Table, renewal: Examination): Write[] => [
  examinationWrite(table.name, renewal),
  examinationPointer(table.name, renewal),
];

/** Renewals that an operator asks for. */
export const renewalStore = (
  table: Table,
  carryOut: (writes: readonly Write[], once: OnceRequest, told: Answer) => Promise<Answer>,
) => ({
  state: async (examinationId: string): Promise<Examination['state'] | undefined> => {
    const item = await table.get(examinationKey(examinationId));
    return item && readExamination(item).state;
  },
  open: (renewal: Examination, once: OnceRequest, told: Answer) => carryOut(openingWrites(table, renewal), once, told),
});

/** What the daily review reads and writes. */
export const facilityReviewStore = (table: Table): ReviewFacilitiesPorts['facilities'] => ({
  endingBefore: (day) => facilitiesEnding(table, day),
  relation: (facility) => readRelation(table, facility),
  openRenewal: (renewal) => unlessRefused(table.write(...openingWrites(table, renewal))),
  expire: (change) => unlessRefused(table.write(...relationWrites(table.name, change))),
});

/** Facilities in force, in the order of their last days; until a day, or all of them. The index may be a moment behind. */
export async function* facilitiesEnding(table: Table, before = '9', pageSize = 100): AsyncGenerator<StoredFacility> {
  let after: Item | undefined;
  do {
    const page = await table.query({
      index: { name: 'byCreation', partition: 'GSI1PK', sort: 'GSI1SK' },
      partition: facilitiesInForce,
      between: ['0', before],
      limit: pageSize,
      after,
    });
    const found = await table.getMany(page.items.map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) })));
    yield* found.map(readFacility).filter(({ state }) => state !== 'expired' && state !== 'revoked');
    after = page.last;
  } while (after);
}

async function unlessRefused(write: Promise<void>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof WriteRefused) return false;
    throw error;
  }
}
