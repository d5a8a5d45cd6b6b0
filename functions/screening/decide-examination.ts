import type { Buyer } from '../buyers/buyer.ts';
import { assertFitsCompany } from '../credit/assert-fits-company.ts';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, instant } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import { assertOpen } from './assert-open.ts';
import { type Conclusion, conclusionOf } from './conclude.ts';
import { decideRescreening, type RescreeningPorts } from './decide-rescreening.ts';
import type { DecideExamination } from './examination.contract.ts';
import { refuseExamination } from './examination.refusals.ts';
import { examinationResource } from './examination.resource.ts';
import { type Examination, latestListDecision, moveExamination, proposedLimit, type Ruling } from './examination.ts';
import { policyInForce } from './recompute.ts';
import type { ScreeningCase } from './screening-case.ts';
import { type LatestSearchPorts, searchedForApproval } from './search-again.ts';

/** Who decides, and the request that does it once. */
export interface OperatorRequest {
  readonly actor: Actor;
  readonly once: OnceRequest;
}

export interface DecisionPorts extends LatestSearchPorts {
  readonly examinations: {
    /** The examination and its buyer. */
    find(examinationId: string): Promise<ScreeningCase>;
    earlier(once: OnceRequest): Promise<Answer | undefined>;
    /** A decision with all that follows from it, or a hold: with its proof, all or nothing. */
    decide(decided: Conclusion, once: OnceRequest, told: Answer): Promise<Answer>;
    hold(examination: Examination, once: OnceRequest, told: Answer): Promise<Answer>;
  };
  /** What a buyer's company has been granted at other merchants. */
  readonly exposures: { otherLimits(buyer: Buyer): Promise<number> };
  readonly rescreenings: RescreeningPorts['rescreenings'];
  readonly tasks: { resolve(taskToken: string, output: unknown): Promise<boolean> };
}

/**
 * An operator's decision. It is carried out here, in one transaction, and then ends the wait of the state machine, which finds
 * everything done: so a decision counts even if nobody waits for it any more. A hold leaves the machine waiting.
 */
export async function decideExamination(
  ports: DecisionPorts,
  examinationId: string,
  asked: DecideExamination,
  request: OperatorRequest,
): Promise<Answer> {
  const earlier = await ports.examinations.earlier(request.once);
  const found = await ports.examinations.find(examinationId);
  const told = earlier ?? (await carryOut(ports, found, asked, request));
  const { taskToken } = found.examination;
  if (asked.outcome !== 'hold' && taskToken !== undefined) await ports.tasks.resolve(taskToken, { examinationId });
  return told;
}

async function carryOut(
  ports: DecisionPorts,
  found: ScreeningCase,
  asked: DecideExamination,
  request: OperatorRequest,
) {
  assertOpen(found.examination);
  const { actor, once } = request;
  const by = `operator:${actor.by}`;
  const at = instant(ports.clock);
  if (asked.outcome === 'hold') {
    const reason = `on_hold: ${asked.reason}`;
    const held = moveExamination(found.examination, { state: 'pending', reason, by, at });
    return ports.examinations.hold(held, once, answer(200, await examinationResource(ports, held)));
  }
  const { outcome, reason } = asked;
  if (outcome === 'approve') assertExplained(found.examination, reason);
  if (found.examination.kind === 'rescreening') {
    if (asked.creditLimit !== undefined) {
      throw refuseExamination('CreditLimitUnexpected', 'A re-screening decides about a name, not about a limit.');
    }
    return decideRescreening(ports, found, { outcome, reason, decidedBy: by, decidedAt: at }, request);
  }
  const limit = outcome === 'approve' ? { creditLimit: await limitOf(ports, found, asked) } : {};
  const ruling: Ruling = { outcome, ...limit, reason, decidedBy: by, decidedAt: at };
  const examination = outcome === 'approve' ? await searchedForApproval(ports, found, by) : found.examination;
  const decided = conclusionOf({ ...found, examination }, ruling, actor);
  const told = answer(200, await examinationResource(ports, decided.examination));
  return ports.examinations.decide(decided, once, told);
}

/** Long enough for a sentence that an auditor can follow. */
const explanationMin = 20;

/** Nobody is approved whose name has not been looked for, or was found without a word on why it is somebody else. */
function assertExplained(examination: Examination, reason: string): void {
  const listDecision = latestListDecision(examination);
  if (listDecision === undefined) {
    throw refuseExamination('ExaminationIncomplete', 'The lists have not been searched, so there can be no approval.');
  }
  if (listDecision === 'block' && [...reason.replace(/\s+/gu, ' ')].length < explanationMin) {
    const detail = `A name on a list was met. Say in at least ${explanationMin} characters why it is somebody else.`;
    throw refuseExamination('ListHitUnexplained', detail, { explanationMin });
  }
}

/** The limit of an approval: the operator's, or the one that was proposed. It has to fit under the company's total. */
async function limitOf(
  { exposures, clock }: DecisionPorts,
  { examination, buyer }: ScreeningCase,
  asked: DecideExamination,
): Promise<number> {
  const creditLimit = asked.creditLimit ?? proposedLimit(examination);
  if (creditLimit === undefined) throw refuseExamination('CreditLimitMissing', 'No limit was proposed: name one.');
  const { company } = policyInForce(businessDate(clock));
  if (company) assertFitsCompany(company, { creditLimit, otherLimits: await exposures.otherLimits(buyer) });
  return creditLimit;
}
