import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { canonicalJson } from '../shared/canonical.ts';
import { isCivilDate } from '../shared/clock.ts';
import { nameKeys, type WrittenName } from './names/name-keys.ts';

const civilDate = z.string().check(z.refine(isCivilDate, 'must be a date that exists, YYYY-MM-DD'));

/** Lists give a day, a month, a year or "about a year" (頃); written as in EDTF: 1957-03-14, 1957-03, 1957, 1957~. */
const birthDate = z
  .string()
  .check(
    z.refine(
      (text) => /^\d{4}(-(0[1-9]|1[0-2]))?~?$/.test(text) || isCivilDate(text),
      'must be YYYY-MM-DD, YYYY-MM or YYYY, with ~ behind when it is about',
    ),
  );

const text = z.string().check(z.minLength(1, 'must not be empty'));
const nameParts = { kanji: z.optional(text), kana: z.optional(text), romaji: z.optional(text) };
const hasKey = (name: WrittenName): boolean => nameKeys(name).length > 0;
const needsKey = z.refine<WrittenName>(hasKey, 'needs kanji, kana or romaji with a letter or digit in it');

const EntrySchema = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 of a-z, 0-9 and -')),
  kind: z.enum(['person', 'organization']),
  programme: z.enum(['sanctions', 'antisocial']),
  name: z.strictObject(nameParts).check(needsKey),
  /** A strong alias identifies (確定可能な別名), a weak one does not by itself (確定に十分でない別名). */
  aliases: z.array(z.strictObject({ strength: z.enum(['strong', 'weak']), ...nameParts }).check(needsKey)),
  birthDates: z.array(birthDate),
  addresses: z.array(text),
  listedOn: civilDate,
  remark: z.optional(text),
});

export const ListSchema = z.strictObject({
  format: z.literal(1, 'must be 1'),
  listId: z.string().check(z.regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 of a-z, 0-9 and -')),
  title: text,
  notice: z.optional(text),
  effectiveOn: civilDate,
  entries: z.array(EntrySchema).check(z.minLength(1, 'must not be empty: an empty list would clear everybody')),
});

/** One person or organisation of a list. */
export type SanctionsEntry = z.infer<typeof EntrySchema>;

/**
 * A list as it is matched against; `version` is the SHA-256 of its content, so that no two contents share a version.
 */
export type SanctionsList = z.infer<typeof ListSchema> & { readonly version: string };

/** What is wrong in a list, one line for each place. */
export class SanctionsListError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The sanctions list cannot be used:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'SanctionsListError';
    this.problems = problems;
  }
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((at, part) => at + (typeof part === 'number' ? `[${part}]` : `${at && '.'}${String(part)}`), '');

/** Zod mini has no sentences of its own. */
const faultOf = (issue: { readonly [fact: string]: unknown }): string => {
  if (issue.code === 'invalid_type') return `must be ${String(issue.expected)}`;
  if (Array.isArray(issue.values)) return `must be one of ${issue.values.join(', ')}`;
  return `is not valid (${String(issue.code)})`;
};

/** What the schema cannot see, because it lies between entries. */
function problemsBetween({ entries, effectiveOn }: z.infer<typeof ListSchema>): string[] {
  return entries.flatMap((entry, at) => [
    ...(entries.findIndex(({ id }) => id === entry.id) < at ? [`entries[${at}].id: ${entry.id} is used before`] : []),
    ...(entry.listedOn > effectiveOn ? [`entries[${at}].listedOn: is after the list takes effect`] : []),
    ...(entry.kind === 'organization' && entry.birthDates.length > 0
      ? [`entries[${at}].birthDates: an organization has none`]
      : []),
  ]);
}

/**
 * Reads a list; a list with any fault is refused whole, because half a list would clear people whom the other half
 * names.
 */
export function parseSanctionsList(source: unknown): SanctionsList {
  const read = ListSchema.safeParse(source, { error: faultOf });
  if (!read.success) {
    throw new SanctionsListError(read.error.issues.map(({ path, message }) => `${pathOf(path) || 'list'}: ${message}`));
  }
  const problems = problemsBetween(read.data);
  if (problems.length > 0) throw new SanctionsListError(problems);
  return { ...read.data, version: `sha256:${createHash('sha256').update(canonicalJson(read.data)).digest('hex')}` };
}
