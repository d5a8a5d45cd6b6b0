import { instant } from '../shared/clock.ts';
import { matchPlace, withFinding } from './examination.ts';
import type { MatchSubject } from './match.ts';
import type { MatchRecord } from './match-record.ts';
import { type CaseInput, type CasePorts, openPeople } from './screening-case.ts';

export interface MatchPorts extends CasePorts {
  /** Searches every list that is in force. */
  readonly lists: { match(subject: MatchSubject): MatchRecord | Promise<MatchRecord> };
}

/** MatchLists: looks for the company and its representative in the lists (JAPAN-RULES.md 2.4) and keeps the record. */
export async function matchLists({ cases, vault, lists, clock }: MatchPorts, input: CaseInput): Promise<void> {
  const { examination } = await cases.load(input);
  if (examination.state === 'decided' || examination.listMatch) return;
  const { representative } = await openPeople(vault, examination);
  const match = await lists.match({ company: examination.company, representative });
  const listMatch = await vault.seal(matchPlace(examination), match);
  await cases.saveExamination(withFinding(examination, { listMatch, listDecision: match.decision }, instant(clock)));
}
