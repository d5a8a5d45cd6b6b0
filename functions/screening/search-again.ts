import { peopleOf } from '../buyers/buyer.ts';
import { People } from '../buyers/company.ts';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Vault } from '../shared/vault.ts';
import { assertOpen } from './assert-open.ts';
import { refuseExamination } from './examination.refusals.ts';
import { examinationResource } from './examination.resource.ts';
import { type Examination, matchPlace, searchPlace, withFinding } from './examination.ts';
import type { MatchPorts } from './match-lists.ts';
import { type Candidate, type MatchRecord, MatchRecordSchema, namesOf } from './match-record.ts';
import type { ScreeningCase } from './screening-case.ts';

export interface LatestSearchPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly lists: MatchPorts['lists'];
}

export interface SearchAgainPorts extends LatestSearchPorts {
  readonly examinations: {
    find(examinationId: string): Promise<ScreeningCase>;
    earlier(once: OnceRequest): Promise<Answer | undefined>;
    /** The examination with what was found, and the proof. */
    searched(examination: Examination, once: OnceRequest, told: Answer): Promise<Answer>;
  };
}

/**
 * Searches the lists of today for a buyer whose examination waits: lists and representatives change meanwhile. What is found is
 * kept beside the first search, on which the policy decided.
 */
export async function searchListsAgain(
  ports: SearchAgainPorts,
  examinationId: string,
  { actor, once }: { readonly actor: Actor; readonly once: OnceRequest },
): Promise<Answer> {
  const earlier = await ports.examinations.earlier(once);
  if (earlier) return earlier;
  const found = await ports.examinations.find(examinationId);
  assertOpen(found.examination);
  const match = await searchToday(ports, found);
  const searched = withFinding(
    await withSearch(ports, found.examination, match, `operator:${actor.by}`),
    {},
    instant(ports.clock),
  );
  return ports.examinations.searched(searched, once, answer(201, await examinationResource(ports, searched)));
}

/**
 * The examination with a search of the moment of its approval. A listed name that nobody has been shown is refused: an approval
 * says of every hit that it is somebody else, so whoever approves has to have seen it.
 */
export async function searchedForApproval(
  ports: LatestSearchPorts,
  found: ScreeningCase,
  by: string,
): Promise<Examination> {
  const { examination } = found;
  const match = await searchToday(ports, found);
  const shown = await shownMatches(ports.vault, examination);
  const news = match.candidates.filter((candidate) => !shown.some((one) => hasShown(one, match, candidate)));
  if (news.length === 0) return withSearch(ports, examination, match, by);
  const { examinationId } = examination;
  const detail = `The lists of today name somebody whom nobody has looked at: POST /v1/examinations/${examinationId}/list-searches.`;
  throw refuseExamination('ListHitNew', detail, { examinationId, hits: news.length });
}

/** Looks for the buyer as it is now: its merchant may have changed the representative since it applied. */
async function searchToday({ vault, lists }: LatestSearchPorts, { buyer }: ScreeningCase): Promise<MatchRecord> {
  const { representative } = People.parse(await vault.open(peopleOf(buyer), buyer.people));
  return lists.match({ company: buyer.company, representative });
}

const withSearch = async (
  { vault, clock }: LatestSearchPorts,
  examination: Examination,
  match: MatchRecord,
  searchedBy: string,
): Promise<Examination> => ({
  ...examination,
  listSearch: {
    match: await vault.seal(searchPlace(examination), match),
    decision: match.decision,
    searchedAt: instant(clock),
    searchedBy,
  },
});

async function shownMatches(vault: Vault, examination: Examination): Promise<MatchRecord[]> {
  const { listMatch, listSearch } = examination;
  const opened = await Promise.all([
    listMatch && vault.open(matchPlace(examination), listMatch),
    listSearch && vault.open(searchPlace(examination), listSearch.match),
  ]);
  return opened.flatMap((match) => (match === undefined ? [] : [MatchRecordSchema.parse(match)]));
}

/** The same listed name may be met by another representative, who is another person to look at. */
function hasShown(shown: MatchRecord, match: MatchRecord, { entryId, subject, listedKey }: Candidate): boolean {
  const isSame = (one: Candidate) => one.entryId === entryId && one.subject === subject && one.listedKey === listedKey;
  return namesOf(shown, subject) === namesOf(match, subject) && shown.candidates.some(isSame);
}
