import { algorithmVersion, type Candidate, type MatchRecord } from './match-record.ts';
import { type ComparableName, comparable, nameSimilarity } from './name-similarity.ts';
import { nameKeys, type WrittenName } from './names/name-keys.ts';
import type { SanctionsEntry, SanctionsList } from './sanctions-list.ts';

/** Who is screened: a company and the person who represents it, as the application writes them. */
export interface MatchSubject {
  readonly company: { readonly name: string; readonly nameKana: string };
  readonly representative: {
    readonly familyName: string;
    readonly givenName: string;
    readonly familyNameKana: string;
    readonly givenNameKana: string;
  };
}

type Decision = MatchRecord['decision'];
type Role = Candidate['subject'];

interface IndexedName extends Pick<Candidate, 'entryId' | 'programme' | 'strength'> {
  readonly isPerson: boolean;
  readonly name: ComparableName;
}

/** A list with its keys worked out; build it once and search it often. */
export interface SanctionsIndex {
  readonly listId: string;
  readonly listVersion: string;
  readonly names: readonly IndexedName[];
}

const blockFrom = 0.95;
const reviewFrom = 0.88;

const namesOf = (entry: SanctionsEntry): readonly (WrittenName & Pick<Candidate, 'strength'>)[] => [
  { ...entry.name, strength: 'primary' },
  ...entry.aliases,
];

/** Works out the keys of every name and alias of a list, whose entries can be told from those of other lists by a prefix. */
export function indexSanctionsList(list: SanctionsList, prefix = ''): SanctionsIndex {
  const names = list.entries.flatMap((entry) =>
    namesOf(entry).flatMap(({ strength, ...written }) =>
      nameKeys(written).map(
        (key): IndexedName => ({
          entryId: `${prefix}${entry.id}`,
          programme: entry.programme,
          strength,
          isPerson: entry.kind === 'person',
          name: comparable(key),
        }),
      ),
    ),
  );
  return { listId: list.listId, listVersion: list.version, names };
}

function comparableSubject({ company, representative }: MatchSubject): { subject: Role; name: ComparableName }[] {
  const companyKeys = nameKeys({ kanji: company.name, kana: company.nameKana });
  const personKeys = nameKeys({
    kanji: `${representative.familyName} ${representative.givenName}`,
    kana: `${representative.familyNameKana} ${representative.givenNameKana}`,
  });
  return [
    ...companyKeys.map((key) => ({ subject: 'company' as const, name: comparable(key) })),
    ...personKeys.map((key) => ({ subject: 'representative' as const, name: comparable(key) })),
  ];
}

/** A weak alias never blocks alone (JAPAN-RULES 2.4): a nickname is shared by too many. */
function decisionOn({ score, strength }: Candidate): Decision {
  if (score >= blockFrom) return strength === 'weak' ? 'review' : 'block';
  return score >= reviewFrom ? 'review' : 'clear';
}

/** What has to be done about all that was found: what the gravest asks for. */
export function decisionOnAll(candidates: readonly Candidate[]): Decision {
  const [gravest] = candidates.toSorted(byGravity);
  return gravest === undefined ? 'clear' : decisionOn(gravest);
}

const severity: readonly Decision[] = ['clear', 'review', 'block'];
const rank = (candidate: Candidate): number => severity.indexOf(decisionOn(candidate));

/** The gravest first; ties in the order of entry ids, so that equal inputs give equal records. */
const byGravity = (a: Candidate, b: Candidate): number =>
  rank(b) - rank(a) || b.score - a.score || (a.entryId < b.entryId ? -1 : a.entryId > b.entryId ? 1 : 0);

const sameFinding = (a: Candidate, b: Candidate): boolean =>
  a.entryId === b.entryId && a.subject === b.subject && a.strength === b.strength;

/** Four decimals: enough to see why, and the same number after it was stored. */
const rounded = (score: number): number => Math.round(score * 10_000) / 10_000;

/**
 * Matches a company and its representative against a list under every script. A person's name is also looked for in the
 * company's name (sole traders), but an organisation's is not looked for in a person's.
 */
export function matchSubject(index: SanctionsIndex, subject: MatchSubject): MatchRecord {
  const queries = comparableSubject(subject);
  const found = queries.flatMap(({ subject: role, name }) =>
    index.names
      .filter((listed) => listed.isPerson || role === 'company')
      .map(({ entryId, programme, strength, name: listed }): Candidate => {
        const score = rounded(nameSimilarity(name, listed));
        return { entryId, programme, subject: role, score, matchedKey: name.kind, listedKey: listed.key, strength };
      })
      .filter(({ score }) => score >= reviewFrom),
  );
  const candidates = found
    .sort(byGravity)
    .filter((one, at, all) => all.findIndex((other) => sameFinding(one, other)) === at);
  return {
    listId: index.listId,
    listVersion: index.listVersion,
    algorithmVersion,
    queryKeys: queries.map(({ subject: role, name }) => ({ subject: role, kind: name.kind, key: name.key })),
    candidates,
    decision: decisionOnAll(candidates),
  };
}
