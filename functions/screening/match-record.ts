import * as z from 'zod/mini';

/** Changes whenever a key, a score or a band changes, so that an old record is never explained by new rules. */
export const algorithmVersion = 'names-2026-01';

const subject = z.enum(['company', 'representative']);
const kind = z.enum(['kanji', 'kana', 'romaji']);

const CandidateSchema = z.object({
  entryId: z.string(),
  programme: z.enum(['sanctions', 'antisocial']),
  subject,
  score: z.number().check(z.gte(0), z.lte(1)),
  matchedKey: kind,
  /** The listed name that was met, as its key. */
  listedKey: z.string(),
  strength: z.enum(['primary', 'strong', 'weak']),
});

/**
 * What a screening against one list found, with all that is needed to explain it later (JAPAN-RULES 2.4, screening
 * record).
 */
export const MatchRecordSchema = z.object({
  listId: z.string(),
  listVersion: z.string(),
  algorithmVersion: z.string(),
  queryKeys: z.array(z.object({ subject, kind, key: z.string() })),
  candidates: z.array(CandidateSchema),
  decision: z.enum(['clear', 'review', 'block']),
});

/** A listed name that may be the subject. */
export type Candidate = z.infer<typeof CandidateSchema>;

/** The stored outcome of a match. */
export type MatchRecord = z.infer<typeof MatchRecordSchema>;

/** By which names the company or the person was looked for: another person of a name that was met is another one to look at. */
export const namesOf = ({ queryKeys }: MatchRecord, subject: Candidate['subject']): string =>
  queryKeys
    .filter((one) => one.subject === subject)
    .map(({ kind, key }) => `${kind} ${key}`)
    .join('|');
