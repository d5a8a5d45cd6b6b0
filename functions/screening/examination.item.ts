import { creationKeys } from '../shared/creation-index.ts';
import type { Item } from '../shared/page.ts';
import { atVersion, isNew, type Write } from '../shared/write.ts';
import { Examination, type ExaminationState } from './examination.ts';

/** Examinations belong to the platform and are found by their id alone. */
export const examinationKey = (examinationId: string) => ({ PK: `EXAMINATION#${examinationId}`, SK: 'EXAMINATION' });

/** Each state is a list of its own, so that the operators' queue is found without walking over all that was ever decided. */
export const examinationQueue = (state: ExaminationState): string => `OPERATOR#${state}`;

/** The examination's item as it is now to be: new, or unchanged since it was read. */
export const examinationWrite = (table: string, examination: Examination): Write => ({
  table,
  put: {
    ...examinationKey(examination.examinationId),
    ...examination,
    ...creationKeys({
      owner: examinationQueue(examination.state),
      kind: 'EXAMINATION',
      createdAt: examination.createdAt,
      id: examination.examinationId,
    }),
  },
  condition: examination.version === 1 ? isNew : atVersion(examination.version - 1),
});

export const readExamination = (item: Item): Examination => Examination.parse(item);
