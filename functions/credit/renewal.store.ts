import { examinationKey, examinationWrite, readExamination } from '../screening/examination.item.ts';
import type { Examination } from '../screening/examination.ts';
import type { Answer } from '../shared/answer.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Table } from '../shared/table.ts';
import { unlessRefused, type Write } from '../shared/write.ts';
import { examinationPointer } from './buyer-index.ts';
import { facilitiesEnding } from './facilities-in-force.ts';
import { readRelation, relationWrites } from './relation-credit.ts';
import type { ReviewFacilitiesPorts } from './renew.ts';

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
