import { refuseExamination } from './examination.refusals.ts';
import type { Examination } from './examination.ts';

/** It waits for a person. */
export function assertOpen({ state, examinationId }: Examination): void {
  if (state === 'pending') return;
  throw state === 'decided'
    ? refuseExamination('ExaminationAlreadyDecided', `${examinationId} is decided.`)
    : refuseExamination('ExaminationInProgress', `${examinationId} is still being examined; nobody has to decide yet.`);
}
