import { decisionOnAll, type MatchSubject } from '../screening/match.ts';
import type { Candidate, MatchRecord } from '../screening/match-record.ts';
import { shortHash } from '../shared/canonical.ts';
import { idFrom } from '../shared/ids.ts';
import type { Vault } from '../shared/vault.ts';
import type { Merchant } from './merchant.ts';
import type { MerchantPeople } from './merchant-people.ts';
import { gravest, type ScreenedSubjects, type StoredScreening, screeningPlace } from './screening-record.ts';

/** Looks in the lists for one company and one person. */
export type Match = (subject: MatchSubject) => MatchRecord;

const nobody = { familyName: '', givenName: '', familyNameKana: '', givenNameKana: '' };

/** Looks for the company and for everybody who has a say in it; of a merchant without people for the company alone. */
export function searchFor(
  match: Match,
  { company: incorporated, name, nameKana = '' }: Merchant,
  people: MerchantPeople | undefined,
): ScreenedSubjects {
  const company = incorporated ?? { name, nameKana };
  if (!people) {
    return [{ subject: 'company', name: company.name, record: match({ company, representative: nobody }) }];
  }
  const everybody = [
    { subject: 'representative' as const, person: people.representative },
    ...people.people.map((person) => ({ subject: person.role, person })),
    { subject: 'person_in_charge' as const, person: people.personInCharge },
  ];
  return everybody.map(({ subject, person }) => ({
    subject,
    name: `${person.familyName} ${person.givenName}`,
    record: match({ company, representative: person }),
  }));
}

type Subject = ScreenedSubjects[number];

/** A listed name as one of the merchant's met it: another person of a name that was met is another thing to look at. */
const keyOf = ({ name }: Subject, { entryId, subject, listedKey }: Candidate): string =>
  shortHash(`${subject === 'company' ? '' : name} ${entryId} ${subject} ${listedKey}`);

/** Everything that was met, each once. */
export const hitsOf = (subjects: ScreenedSubjects): string[] => [
  ...new Set(subjects.flatMap((one) => one.record.candidates.map((candidate) => keyOf(one, candidate)))),
];

/** What was met and nobody has looked at yet. */
export const unseen = (subjects: ScreenedSubjects, seen: ReadonlySet<string>): ScreenedSubjects =>
  subjects.map((one) => {
    const candidates = one.record.candidates.filter((candidate) => !seen.has(keyOf(one, candidate)));
    return { ...one, record: { ...one.record, candidates, decision: decisionOnAll(candidates) } };
  });

/** The search as it is kept, sealed, with the merchant that it belongs to. */
export async function storedSearch(
  vault: Vault,
  { merchantId, version }: Pick<Merchant, 'merchantId' | 'version'>,
  subjects: ScreenedSubjects,
  at: string,
): Promise<StoredScreening> {
  const screening = {
    merchantId,
    screeningId: idFrom('scr', merchantId, String(version + 1)),
    screenedAt: at,
    listVersion: subjects[0]?.record.listVersion ?? 'none',
    decision: gravest(subjects.map(({ record }) => record)),
  };
  return { ...screening, subjects: await vault.seal(screeningPlace(screening), subjects) };
}

/** What the merchant's own item says of its latest search. */
export const latestSearch = ({ screeningId, screenedAt, listVersion, decision }: StoredScreening) => ({
  ...{ screeningId, screenedAt, listVersion, decision },
});
