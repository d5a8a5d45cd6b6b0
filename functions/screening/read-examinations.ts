import { type Answer, answer } from '../shared/answer.ts';
import type { Vault } from '../shared/vault.ts';
import { examinationResource, examinationSummary } from './examination.resource.ts';
import type { Examination, ExaminationState } from './examination.ts';
import type { ScreeningCase } from './screening-case.ts';

export interface ExaminationList {
  readonly state: ExaminationState;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ReadExaminationPorts {
  readonly vault: Vault;
  readonly examinations: {
    find(examinationId: string): Promise<ScreeningCase>;
    list(
      list: ExaminationList,
    ): Promise<{ readonly items: readonly Examination[]; readonly nextCursor: string | null }>;
  };
}

/** One examination with everything it rests on. */
export async function getExamination(
  { vault, examinations }: ReadExaminationPorts,
  examinationId: string,
): Promise<Answer> {
  const { examination } = await examinations.find(examinationId);
  const shown = await examinationResource(vault, examination);
  return answer(200, shown, { etag: `"${examination.version}"` });
}

/** A page of the examinations of one state. */
export async function listExaminations({ examinations }: ReadExaminationPorts, list: ExaminationList): Promise<Answer> {
  const { items, nextCursor } = await examinations.list(list);
  return answer(200, { items: items.map(examinationSummary), nextCursor });
}
