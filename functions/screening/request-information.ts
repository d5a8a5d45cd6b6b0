import { type Buyer, stayFor } from '../buyers/buyer.ts';
import { type InformationRequest, infoRequired } from '../buyers/information-request.ts';
import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { type Clock, instant } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Vault } from '../shared/vault.ts';
import { assertOpen } from './assert-open.ts';
import type { OperatorRequest } from './decide-examination.ts';
import { refuseExamination } from './examination.refusals.ts';
import { examinationResource } from './examination.resource.ts';
import { openQuestions, withQuestions } from './examined-information.ts';
import type { RequestInformation } from './information-request.contract.ts';
import type { ScreeningCase } from './screening-case.ts';

export interface AskPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly examinations: {
    find(examinationId: string): Promise<ScreeningCase>;
    earlier(once: OnceRequest): Promise<Answer | undefined>;
    /** Examination and buyer, with the event and the proof: all or nothing. */
    ask(asked: ScreeningCase & { readonly actor: Actor }, once: OnceRequest, told: Answer): Promise<Answer>;
  };
}

/**
 * Asks the merchant, and through it the buyer, for what an application leaves open (CAPABILITIES.md 5.1, info_required). The
 * state machine waits on; the review's business days stand still until the answer.
 */
export async function requestInformation(
  { clock, vault, examinations }: AskPorts,
  examinationId: string,
  { questions, note }: RequestInformation,
  { actor, once }: OperatorRequest,
): Promise<Answer> {
  const earlier = await examinations.earlier(once);
  if (earlier) return earlier;
  const found = await examinations.find(examinationId);
  assertMayAsk(found);
  const at = instant(clock);
  const requestId = idFrom('inf', examinationId, String(found.examination.version));
  const request = { requestId, questions, askedAt: at };
  const examination = withQuestions(found.examination, { ...request, note }, { by: actor.by, at });
  const told = answer(201, await examinationResource({ vault, clock }, examination));
  return await examinations.ask({ examination, buyer: asked(found.buyer, request), actor }, once, told);
}

/** An item of DynamoDB holds 400 kB, and an examination that asks more often than this is not one any more. */
const requestsMax = 5;

/**
 * Only an applicant is asked. A renewal's buyer trades on, and a re-screening asks nobody anything: a question after a hit would
 * tell of it (tipping-off, JAPAN-RULES.md 2.2).
 */
function assertMayAsk({ examination, buyer }: ScreeningCase): void {
  assertOpen(examination);
  const { examinationId, kind, informationRequests = [] } = examination;
  if (kind !== 'application') {
    throw refuseExamination('InformationRequestUnexpected', `${examinationId} is a ${kind}: nobody has applied.`);
  }
  if (buyer.state !== 'under_review' || buyer.examinationId !== examinationId) {
    throw refuseExamination('ExaminationSuperseded', `${buyer.buyerId} is not under ${examinationId}.`);
  }
  const open = openQuestions(examination);
  if (open) {
    const { requestId } = open;
    throw refuseExamination('InformationRequestOpen', `The answers to ${requestId} are awaited.`, { requestId });
  }
  if (informationRequests.length >= requestsMax) {
    const detail = `It was asked ${requestsMax} times. Decide with what there is.`;
    throw refuseExamination('InformationRequestsUsedUp', detail, { requestsMax });
  }
}

const asked = (buyer: Buyer, informationRequest: InformationRequest): Buyer => ({
  ...stayFor(buyer, informationRequest.askedAt, infoRequired),
  informationRequest,
});
