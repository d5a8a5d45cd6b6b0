import type { Buyer } from '../buyers/buyer.ts';
import { peopleOf } from '../buyers/buyer.ts';
import { People } from '../buyers/company.ts';
import type { CreditRelation, RelationChange } from '../credit/credit-relation.ts';
import type { Hold, StoredFacility } from '../credit/stored-facility.ts';
import { withHold } from '../credit/suspend.ts';
import { systemActor } from '../shared/actor.ts';
import { shortHash } from '../shared/canonical.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import type { Vault } from '../shared/vault.ts';
import { type Examination, matchPlace, openExamination } from './examination.ts';
import { isSameSearch, type ListCheck } from './list-check.ts';
import { decisionOnAll, matchSubject, type SanctionsIndex } from './match.ts';
import type { Candidate, MatchRecord } from './match-record.ts';
import { algorithmVersion, namesOf } from './match-record.ts';

export interface RescreenPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly relations: {
    relation(facility: StoredFacility): Promise<CreditRelation>;
    check(facility: StoredFacility): Promise<ListCheck | undefined>;
    /** What the lists said when the facility was granted: an examiner has seen that. */
    grantedOver(facility: StoredFacility): Promise<MatchRecord | undefined>;
    passed(check: ListCheck): Promise<void>;
    stop(hit: Hit, check: ListCheck): Promise<void>;
  };
}

/** A buyer with credit that a list names: it is stopped, and examined by a person. */
export interface Hit {
  readonly examination: Examination;
  readonly change: RelationChange;
}

/** The audit log tells a merchant who made a change: a name that spoke of lists would tell of the hit (tipping-off). */
const actor = systemActor('credit-review');

/**
 * Looks for one buyer with credit in the lists of today (JAPAN-RULES.md 2.4). Nothing new in lists, names and rules means nothing
 * to find, and what an examiner has seen before is not shown again. A new hit stops the buyer at once; the reason that the
 * merchant sees is a neutral one, because nobody may learn of a hit (tipping-off, 2.2).
 */
export async function rescreen(
  { clock, vault, relations }: RescreenPorts,
  facility: StoredFacility,
  index: SanctionsIndex,
): Promise<'unchanged' | 'passed' | 'stopped'> {
  const relation = await relations.relation(facility);
  const { buyer } = relation;
  if (relation.facility.facilityId !== facility.facilityId || buyer.state === 'closed') return 'unchanged';
  const before = await relations.check(facility);
  if (before && isSame(before, index, buyer)) return 'unchanged';
  const { representative } = People.parse(await vault.open(peopleOf(buyer), buyer.people));
  const match = matchSubject(index, { company: buyer.company, representative });
  const seen = new Set(match.candidates.length > 0 ? await seenBefore(relations, before, facility) : before?.seen);
  const news = match.candidates.filter((candidate) => !seen.has(keyOf(match, candidate)));
  const at = instant(clock);
  const check = checkOf(buyer, index, { seen: [...seen, ...keysOf(match, news)], at, version: before?.version ?? 0 });
  if (news.length === 0) {
    await relations.passed(check);
    return 'passed';
  }
  await relations.stop(
    await hitOf(vault, relation, { ...match, candidates: news, decision: decisionOnAll(news) }, at),
    check,
  );
  return 'stopped';
}

/** What is looked for: the company and the sealed people, which are sealed anew whenever they change. */
const subjectOf = ({ company, people }: Buyer): string =>
  shortHash(`${company.name} ${company.nameKana} ${Buffer.from(people).toString('base64')}`);

/** Whether nothing is new since the buyer was looked for last. */
export const isSame = (check: ListCheck, index: SanctionsIndex, buyer: Buyer): boolean =>
  isSameSearch(check, index, subjectOf(buyer));

/** A listed name as one person met it. An entry that gets another name is another thing to look at, and so is another representative. */
const keyOf = (match: MatchRecord, { entryId, subject, listedKey }: Candidate): string =>
  shortHash(`${subject === 'company' ? '' : namesOf(match, subject)} ${entryId} ${subject} ${listedKey}`);

const keysOf = (match: MatchRecord, candidates: readonly Candidate[]): string[] =>
  candidates.map((candidate) => keyOf(match, candidate));

async function seenBefore(
  relations: RescreenPorts['relations'],
  before: ListCheck | undefined,
  facility: StoredFacility,
): Promise<string[]> {
  const granted = await relations.grantedOver(facility);
  return [...(before?.seen ?? []), ...(granted ? keysOf(granted, granted.candidates) : [])];
}

function checkOf(
  buyer: Buyer,
  { listId, listVersion }: SanctionsIndex,
  { seen, at, version }: { seen: readonly string[]; at: string; version: number },
): ListCheck {
  const { merchantId, buyerId } = buyer;
  return {
    ...{ merchantId, buyerId, listId, listVersion, algorithmVersion, subject: subjectOf(buyer) },
    ...{ seen: [...new Set(seen)], checkedAt: at, version: version + 1 },
  };
}

async function hitOf(vault: Vault, before: CreditRelation, match: MatchRecord, at: string): Promise<Hit> {
  const { buyer } = before;
  const { listVersion, decision } = match;
  const examinationId = idFrom('exm', buyer.buyerId, 'rescreening', listVersion, algorithmVersion, subjectOf(buyer));
  const hold: Hold = { cause: 'list_hit', reason: 'manual_hold', by: actor.by, at, examinationId };
  const examination: Examination = {
    ...openExamination({ ...buyer, examinationId, updatedAt: at }),
    kind: 'rescreening',
    listMatch: await vault.seal(matchPlace({ examinationId }), match),
    listDecision: decision,
    state: 'pending',
    stateReason: 'list_hit_rescreening',
    history: [{ state: 'pending', reason: 'list_hit_rescreening', by: actor.by, at }],
  };
  return { examination, change: { ...withHold(before, hold, at), actor } };
}
