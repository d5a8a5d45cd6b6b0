import * as z from 'zod/mini';
import { type MatchRecord, MatchRecordSchema } from '../screening/match-record.ts';

/** `company` where nobody is known of the merchant who could be looked for with it. */
export const screenedRoles = ['company', 'representative', 'director', 'beneficial_owner', 'person_in_charge'] as const;

/** One search of the lists: for each person the record of the match, which names the company's keys as well. */
export const ScreenedSubjects = z.array(
  z.object({ subject: z.enum(screenedRoles), name: z.string(), record: MatchRecordSchema }),
);
export type ScreenedSubjects = z.infer<typeof ScreenedSubjects>;

/** The search as it is kept. `subjects` is sealed for the place `screeningPlace` names: its keys are people's names. */
export const StoredScreening = z.object({
  merchantId: z.string(),
  screeningId: z.string(),
  screenedAt: z.string(),
  listVersion: z.string(),
  decision: MatchRecordSchema.shape.decision,
  subjects: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type StoredScreening = z.infer<typeof StoredScreening>;

export const screeningPlace = ({ screeningId }: Pick<StoredScreening, 'screeningId'>) => ({
  screeningId,
  field: 'subjects',
});

const severity = ['clear', 'review', 'block'] as const;

/** What the gravest of the matches says. */
export const gravest = (records: readonly MatchRecord[]): MatchRecord['decision'] =>
  severity.findLast((one) => records.some(({ decision }) => decision === one)) ?? 'clear';
