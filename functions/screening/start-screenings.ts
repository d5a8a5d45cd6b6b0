import type { CaseInput } from './screening-case.ts';

export interface StartPorts {
  readonly screening: { start(name: string, input: CaseInput): Promise<void> };
}

/**
 * Starts the screening of every application, from the examinations that were written with them. Told twice of one examination,
 * it starts nothing twice: the execution is named after it (Standard names are unique for 90 days).
 */
export async function startScreenings({ screening }: StartPorts, opened: readonly CaseInput[]): Promise<void> {
  for (const { merchantId, buyerId, examinationId } of opened) {
    await screening.start(`screening-${examinationId}`, { merchantId, buyerId, examinationId });
  }
}
