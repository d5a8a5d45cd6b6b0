import type { MatchSubject } from '../screening/match.ts';
import type { MatchRecord } from '../screening/match-record.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { idFrom } from '../shared/ids.ts';
import { refuseMerchant } from './merchant.refusals.ts';
import type { ScreeningResource } from './merchant.resource.contract.ts';
import { openMerchantPeople } from './merchant.resource.ts';
import { assertState, changed, type Merchant, moveMerchant } from './merchant.ts';
import type { MerchantPeople } from './merchant-people.ts';
import { type MerchantPorts, type OperatorRequest, onMerchant } from './merchant-ports.ts';
import {
  gravest,
  type ScreenedSubjects,
  type StoredScreening,
  ScreenedSubjects as Subjects,
  screeningPlace,
} from './screening-record.ts';

export interface ScreenPorts extends MerchantPorts {
  readonly lists: { match(subject: MatchSubject): MatchRecord };
}

/**
 * Looks for the company and for everybody who has a say in it in the lists (JAPAN-RULES.md 2.4), and keeps each match. The first
 * time it begins the examination; later it says what a changed list has to say of a merchant that was clear before.
 */
export const screenMerchant = (ports: ScreenPorts, merchantId: string, request: OperatorRequest): Promise<Answer> =>
  onMerchant(ports, merchantId, request, async (found, at) => {
    assertState(
      found,
      'a screening',
      'submitted',
      'screening',
      'approved',
      'sandbox_issued',
      'connection_test',
      'live',
      'suspended',
    );
    const people = await openMerchantPeople(ports.vault, found);
    if (!people)
      throw refuseMerchant('MerchantStateConflict', 'Nobody is known of this merchant who could be looked for.');
    const subjects = matched(ports, found, people);
    const screening = {
      merchantId,
      screeningId: idFrom('scr', merchantId, String(found.version + 1)),
      screenedAt: at,
      listVersion: subjects[0]?.record.listVersion ?? 'none',
      decision: gravest(subjects.map(({ record }) => record)),
    };
    const { merchantId: _, ...listScreening } = screening;
    const moved =
      found.state === 'submitted' ? moveMerchant(found, 'screening', at, 'examination') : changed(found, at);
    return {
      merchant: { ...moved, listScreening },
      screening: { ...screening, subjects: await ports.vault.seal(screeningPlace(screening), subjects) },
      told: answer(201, shownScreening(screening, subjects)),
    };
  });

function matched(
  { lists }: Pick<ScreenPorts, 'lists'>,
  { company, name, nameKana = '' }: Merchant,
  people: MerchantPeople,
): ScreenedSubjects {
  const { representative, personInCharge } = people;
  const everybody = [
    { subject: 'representative' as const, person: representative },
    ...people.people.map((person) => ({ subject: person.role, person })),
    { subject: 'person_in_charge' as const, person: personInCharge },
  ];
  return everybody.map(({ subject, person }) => ({
    subject,
    name: `${person.familyName} ${person.givenName}`,
    record: lists.match({ company: company ?? { name, nameKana }, representative: person }),
  }));
}

/** Reads the sealed records of a search. */
export async function openScreening(ports: Pick<MerchantPorts, 'vault'>, stored: StoredScreening) {
  return shownScreening(stored, Subjects.parse(await ports.vault.open(screeningPlace(stored), stored.subjects)));
}

const shownScreening = (
  { screeningId, screenedAt, listVersion, decision }: Omit<StoredScreening, 'subjects'>,
  subjects: ScreenedSubjects,
): ScreeningResource => ({
  id: screeningId,
  screenedAt,
  listVersion,
  decision,
  subjects: subjects.map(({ subject, name, record }) => ({
    subject,
    name,
    decision: record.decision,
    hits: record.candidates,
  })),
});
