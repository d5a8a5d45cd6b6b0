import * as z from 'zod/mini';
import { InformationRequest } from '../buyers/information-request.ts';

/** Questions as an examination keeps them, with the sealed answers: those may tell of people. */
export const ExaminedInformation = z.extend(InformationRequest, {
  note: z.optional(z.string()),
  askedBy: z.string(),
  answers: z.optional(z.custom<Uint8Array>((value) => value instanceof Uint8Array)),
  answeredAt: z.optional(z.string()),
  answeredBy: z.optional(z.string()),
  closedAt: z.optional(z.string()),
});
export type ExaminedInformation = z.infer<typeof ExaminedInformation>;
