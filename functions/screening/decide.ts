import { companyTotalEntry } from './company-total.ts';
import { limitFor } from './credit-limit.ts';
import type { CreditDecision, DecisionInputs, ReasonCode, TraceEntry } from './decision-record.ts';
import { type Facts, factsOf, incidentsWithin } from './facts.ts';
import type { MatchRecord } from './match-record.ts';
import type { CardRule, CreditPolicy } from './policy.ts';

type Outcome = CreditDecision['outcome'];

interface Finding {
  readonly entry: TraceEntry;
  readonly reasons: readonly ReasonCode[];
}

const severity: readonly Outcome[] = ['approve', 'review', 'reject'];
const gravest = (effects: readonly Outcome[]): Outcome =>
  severity.findLast((outcome) => effects.includes(outcome)) ?? 'approve';

function listReasons(match: MatchRecord): ReasonCode[] {
  if (match.decision === 'clear') return [];
  if (match.decision === 'review') return ['possible_list_match'];
  const programmes = new Set(match.candidates.map(({ programme }) => programme));
  return [...programmes].map((programme): ReasonCode => `${programme}_list_match`).sort();
}

function listFinding({ match }: DecisionInputs, policy: CreditPolicy): Finding {
  const effect = policy.listMatch[match.decision];
  const inputs = { listId: match.listId, listVersion: match.listVersion, candidates: match.candidates.length };
  return {
    entry: { rule: 'list_match', inputs, points: 0, effect, result: match.decision },
    reasons: listReasons(match),
  };
}

function foundFinding({ bureauReport }: DecisionInputs, policy: CreditPolicy): Finding {
  const inputs = { reportId: bureauReport.reportId };
  const entry = { rule: 'known_to_bureau', inputs, points: 0 };
  return bureauReport.found
    ? { entry: { ...entry, effect: 'approve', result: 'found' }, reasons: [] }
    : { entry: { ...entry, effect: policy.notFound, result: 'not_found' }, reasons: ['company_not_found'] };
}

/** Incidents that stop an approval. A report that found nobody has none to tell. */
function incidentFindings({ application, bureauReport }: DecisionInputs, policy: CreditPolicy): Finding[] {
  const incidents = bureauReport.found ? bureauReport.incidents : [];
  return policy.incidents.map(({ rule, incident, atLeast, withinMonths, effect, reason }) => {
    const count = incidentsWithin(incidents, incident, withinMonths, application.appliedOn);
    const isHit = count >= atLeast;
    const inputs = { incident, count, withinMonths, atLeast };
    return {
      entry: { rule, inputs, points: 0, effect: isHit ? effect : 'approve', result: isHit ? reason : 'none' },
      reasons: isHit ? [reason] : [],
    };
  });
}

function cardEntry({ rule, fact, bands, unknown }: CardRule, facts: Facts): TraceEntry {
  const value = facts[fact];
  const band = value === null ? undefined : bands.find(({ atLeast }) => value >= atLeast);
  const result = band ? `at_least_${band.atLeast}` : 'unknown';
  return { rule, inputs: { [fact]: value }, points: band?.points ?? unknown, effect: 'approve', result };
}

function scoreFinding(score: number, { threshold }: CreditPolicy): Finding {
  const entry = { rule: 'score_threshold', inputs: { score, ...threshold }, points: 0 };
  if (score >= threshold.approve) {
    return { entry: { ...entry, effect: 'approve', result: 'score_sufficient' }, reasons: ['score_sufficient'] };
  }
  return score >= threshold.review
    ? { entry: { ...entry, effect: 'review', result: 'score_borderline' }, reasons: ['score_borderline'] }
    : { entry: { ...entry, effect: 'reject', result: 'score_insufficient' }, reasons: ['score_insufficient'] };
}

function companyTotalFinding(inputs: DecisionInputs, policy: CreditPolicy, creditLimit: number | undefined): Finding[] {
  if (!policy.company) return [];
  const entry = companyTotalEntry(policy.company, { otherLimits: inputs.otherLimits ?? 0, creditLimit });
  return [{ entry, reasons: entry.effect === 'review' ? ['company_total_exceeded'] : [] }];
}

/**
 * Decides on an application. Every rule is applied and traced even after one has stopped the approval, so that an
 * examiner sees the whole picture; the gravest effect is the outcome. A company that the bureau does not know has no
 * score to be refused for: it is examined.
 */
export function decide(inputs: DecisionInputs, policy: CreditPolicy): CreditDecision {
  const facts = factsOf(inputs, policy);
  const card = policy.card.map((rule) => cardEntry(rule, facts));
  const score = card.reduce((total, { points }) => total + points, 0);
  const limit = limitFor(inputs, policy, score);
  const findings: Finding[] = [
    listFinding(inputs, policy),
    foundFinding(inputs, policy),
    ...incidentFindings(inputs, policy),
    ...card.map((entry) => ({ entry, reasons: [] })),
    ...(inputs.bureauReport.found ? [scoreFinding(score, policy)] : []),
    { entry: limit.entry, reasons: limit.reason ? [limit.reason] : [] },
    ...companyTotalFinding(inputs, policy, limit.creditLimit),
  ];
  const trace = findings.map(({ entry }) => entry);
  const outcome = gravest(trace.map(({ effect }) => effect));
  // What speaks for a company is a reason only where it won.
  const reasons = findings
    .filter(({ entry }) => outcome === 'approve' || entry.effect !== 'approve')
    .flatMap((one) => one.reasons);
  const decision = { outcome, reasons, score, trace };
  return outcome === 'approve' && limit.creditLimit !== undefined
    ? { ...decision, creditLimit: limit.creditLimit }
    : decision;
}
