import { type Answer, answer } from '../shared/answer.ts';
import type { Vault } from '../shared/vault.ts';
import { examinationResource, examinationSummary } from './examination.resource.ts';
import type { Examination, ExaminationState } from './examination.ts';
import type { ScreeningCase } from './screening-case.ts';

export interface ExaminationQueue {
  readonly state: ExaminationState;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ExaminationList {
  readonly state?: ExaminationState | undefined;
  readonly buyerId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ReadExaminationPorts {
  readonly vault: Vault;
  readonly examinations: {
    find(examinationId: string): Promise<ScreeningCase>;
    list(
      list: ExaminationQueue,
    ): Promise<{ readonly items: readonly Examination[]; readonly nextCursor: string | null }>;
    /** All that a buyer has had, newest first. */
    ofBuyer(buyerId: string): Promise<readonly Examination[]>;
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

/** A page of the examinations of one state, or all that one buyer has had: they are few. */
export async function listExaminations({ examinations }: ReadExaminationPorts, list: ExaminationList): Promise<Answer> {
  const { buyerId, state, limit, cursor } = list;
  if (buyerId !== undefined) {
    const all = await examinations.ofBuyer(buyerId);
    const asked = all.filter((one) => state === undefined || one.state === state);
    return answer(200, { items: asked.map(examinationSummary), nextCursor: null });
  }
  const { items, nextCursor } = await examinations.list({ state: state ?? 'pending', limit, cursor });
  return answer(200, { items: items.map(examinationSummary), nextCursor });
}
