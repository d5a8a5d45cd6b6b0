import * as z from 'zod/mini';
import { type Buyer, stayFor } from '../buyers/buyer.ts';
import { instant } from '../shared/clock.ts';
import { moveExamination, type ReviewReason, reviewReasons, withFinding } from './examination.ts';
import { CaseInput, type CasePorts, type ScreeningCase } from './screening-case.ts';

export const ReviewInput = z.extend(CaseInput, {
  taskToken: z.string(),
  reason: z.enum(reviewReasons),
  /** The step that failed and its error, where the reason is step_failed. */
  step: z.optional(z.string()),
  error: z.optional(z.string()),
});
export type ReviewInput = z.infer<typeof ReviewInput>;

export interface ReviewPorts extends CasePorts {
  readonly reviews: { await(before: ScreeningCase, after: ScreeningCase): Promise<void> };
}

/**
 * RequestReview: puts the examination into the operators' queue and keeps the token with which a decision ends the wait. The
 * buyer stays under review, with a reason that its merchant can see. A wait that is begun anew changes nothing but the token: who is
 * late is said by the daily run (chase-reviews.ts).
 */
export async function requestReview({ cases, reviews, clock }: ReviewPorts, review: ReviewInput): Promise<void> {
  const before = await cases.load(review);
  const { examination, buyer } = before;
  const { taskToken, step, error } = review;
  if (examination.state === 'pending' && examination.taskToken === taskToken) return; // a repeat of this step
  const at = instant(clock);
  const reason = step === undefined ? review.reason : `${review.reason}: ${step} ${error ?? ''}`.trim();
  const after = {
    examination:
      examination.state === 'pending' && review.reason === 'still_waiting'
        ? withFinding(examination, { taskToken }, at)
        : moveExamination(examination, { state: 'pending', reason, by: 'screening', at }, { taskToken }),
    buyer: examination.kind === 'application' ? seenByMerchant(buyer, review.reason, at) : buyer,
  };
  await reviews.await(before, after);
}

/** Why a person looks at it is not the merchant's to know, except that the bureau keeps everybody waiting. */
function seenByMerchant(buyer: Buyer, reason: ReviewReason, at: string): Buyer {
  const seen = reason === 'bureau_unavailable' ? 'bureau_unavailable' : 'manual_review';
  const isKnown = buyer.stateReason === seen || buyer.informationRequest || reason === 'still_waiting';
  return isKnown ? buyer : stayFor(buyer, at, seen);
}
