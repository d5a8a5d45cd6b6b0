import type { Examination } from '../screening/examination.ts';
import { withAnswers } from '../screening/examined-information.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, instant } from '../shared/clock.ts';
import type { FieldError } from '../shared/refusal.ts';
import { malformed } from '../shared/request.refusals.ts';
import type { ApplyPorts, BuyerRequest } from './apply-for-credit.ts';
import { refuseBuyer } from './buyer.refusals.ts';
import { shownBuyer } from './buyer.resource.ts';
import { type Buyer, peopleOf, stayFor } from './buyer.ts';
import { People } from './company.ts';
import type { ProvideInformation } from './information.contract.ts';
import type { Coded, InformationRequest } from './information-request.ts';

export interface InformationPorts extends Pick<ApplyPorts, 'clock' | 'vault'> {
  readonly buyers: Pick<ApplyPorts['buyers'], 'get' | 'earlier' | 'save'> & {
    /** The examination that the buyer is under, which keeps the answers. */
    examinationOf(buyer: Buyer): Promise<Examination>;
  };
}

/**
 * Answers what an operator has asked: all of it at once, because the review goes on with it and its days count again
 * (CAPABILITIES.md 5.1). The answers are for the examination only, and are kept sealed there.
 */
export async function provideInformation(
  { buyers, clock, vault }: InformationPorts,
  { buyerId, ...given }: ProvideInformation & { readonly buyerId: string },
  { merchantId, once, actor }: BuyerRequest,
): Promise<Answer> {
  const earlier = await buyers.earlier(merchantId, once);
  if (earlier) return earlier;
  const before = await buyers.get(merchantId, buyerId);
  assertAnswersAll(openRequest(before, given.requestId), given.answers);
  const at = instant(clock);
  const buyer = answered(before, at);
  const examination = await withAnswers(vault, await buyers.examinationOf(before), given, { by: actor.by, at });
  const people = People.parse(await vault.open(peopleOf(buyer), buyer.people));
  return await buyers.save({
    buyer,
    examination,
    event: 'buyer_application.information_provided',
    actor,
    once,
    answer: answer(201, shownBuyer(buyer, people, businessDate(clock))),
  });
}

function openRequest({ informationRequest }: Buyer, requestId: string): InformationRequest {
  if (informationRequest?.requestId === requestId) return informationRequest;
  throw refuseBuyer('InformationNotRequested', `No question of ${requestId} is open.`);
}

function assertAnswersAll({ questions }: InformationRequest, answers: readonly Coded[]): void {
  const has = (coded: readonly Coded[], code: string) => coded.some((one) => one.code === code);
  const missing = questions
    .filter(({ code }) => !has(answers, code))
    .map(({ code }) => wrong('/answers', 'required', `The question ${code} is not answered.`));
  const unasked = answers.flatMap(({ code }, at) =>
    has(questions, code) ? [] : [wrong(`/answers/${at}/code`, 'unknown_question', 'Nobody has asked this.')],
  );
  if (missing.length + unasked.length > 0) throw malformed([...missing, ...unasked]);
}

const wrong = (pointer: string, code: string, message: string): FieldError => ({ pointer, code, message });

/** A person looks at it again. */
function answered(before: Buyer, at: string): Buyer {
  const { informationRequest: _, ...buyer } = stayFor(before, at, 'manual_review');
  return buyer;
}
