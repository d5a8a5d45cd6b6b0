import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { refuseMerchant } from './merchant.refusals.ts';
import type { ScreeningResource } from './merchant.resource.contract.ts';
import { openMerchantPeople } from './merchant.resource.ts';
import { assertState, changed, isStarted, type Merchant, moveMerchant } from './merchant.ts';
import { heldOver, type NewsPorts, newsOf, searched } from './merchant-news.ts';
import { type MerchantPorts, type OperatorRequest, onMerchant } from './merchant-ports.ts';
import { type Match, searchFor, storedSearch } from './merchant-search.ts';
import {
  type ScreenedSubjects,
  type StoredScreening,
  ScreenedSubjects as Subjects,
  screeningPlace,
} from './screening-record.ts';

export interface ScreenPorts extends MerchantPorts, NewsPorts {
  readonly vault: MerchantPorts['vault'];
  readonly lists: { readonly match: Match };
}

/**
 * Looks for the company and for everybody who has a say in it in the lists (JAPAN-RULES.md 2.4), and keeps each match. The first
 * time it begins the examination; later it does at once what the daily search does: a new hit suspends the merchant.
 */
export const screenMerchant = (ports: ScreenPorts, merchantId: string, request: OperatorRequest): Promise<Answer> =>
  onMerchant(ports, merchantId, request, async (merchant, at) => {
    if (!isStarted(merchant)) assertState(merchant, 'a screening', 'submitted', 'screening');
    const people = await openMerchantPeople(ports.vault, merchant);
    if (!people)
      throw refuseMerchant('MerchantStateConflict', 'Nobody is known of this merchant who could be looked for.');
    const subjects = searchFor(ports.lists.match, merchant, people);
    const screening = await storedSearch(ports.vault, merchant, subjects, at);
    const effect = await followed(ports, merchant, { subjects, screening }, request.actor);
    return { ...effect, told: answer(201, shownScreening(screening, subjects)) };
  });

interface Search {
  readonly subjects: ScreenedSubjects;
  readonly screening: StoredScreening;
}

/** What follows from a search. */
async function followed(ports: ScreenPorts, merchant: Merchant, { subjects, screening }: Search, actor: Actor) {
  const at = screening.screenedAt;
  if (merchant.state === 'submitted')
    return searched(moveMerchant(merchant, 'screening', at, 'examination'), screening);
  if (!isStarted(merchant)) return searched(changed(merchant, at), screening);
  const before = await ports.searches.check(merchant.merchantId);
  const { isEmpty, check } = await newsOf(ports, merchant, subjects, { before, at });
  return isEmpty ? searched(changed(merchant, at), screening) : heldOver(ports, merchant, { screening, check }, actor);
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
