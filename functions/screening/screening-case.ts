import * as z from 'zod/mini';
import type { Buyer } from '../buyers/buyer.ts';
import { People } from '../buyers/company.ts';
import type { Clock } from '../shared/clock.ts';
import type { Vault } from '../shared/vault.ts';
import { type Examination, examinedPeople } from './examination.ts';

/** What every step of statemachines/screening.asl.json is given: ids. The rest is read fresh. */
export const CaseInput = z.object({ merchantId: z.string(), buyerId: z.string(), examinationId: z.string() });
export type CaseInput = z.infer<typeof CaseInput>;

/** A buyer under examination. */
export interface ScreeningCase {
  readonly examination: Examination;
  readonly buyer: Buyer;
}

/** What all steps need. A step may run twice: it reads, is content when its work is there, or else makes one conditional write. */
export interface CasePorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly cases: {
    /** Refuses an examination that its buyer has left behind. */
    load(input: CaseInput): Promise<ScreeningCase>;
    saveExamination(examination: Examination): Promise<void>;
  };
}

/** The people of an application, opened and checked. */
export async function openPeople(vault: Vault, examination: Examination): Promise<People> {
  return People.parse(await vault.open(examinedPeople(examination), examination.people));
}
