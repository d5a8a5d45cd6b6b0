import * as z from 'zod/mini';
import { businessDaysAfter } from '../shared/business-days.ts';
import { businessDateOf } from '../shared/clock.ts';

/** A question, or its answer: the code says which. */
export const Coded = z.object({ code: z.string(), text: z.string() });
export type Coded = z.infer<typeof Coded>;

/** What an operator wants to know before an application can be decided, as merchant and buyer see it. */
export const InformationRequest = z.object({
  requestId: z.string(),
  questions: z.array(Coded),
  askedAt: z.string(),
});
export type InformationRequest = z.infer<typeof InformationRequest>;

/** Why a buyer under review waits for its own answers (CAPABILITIES.md 5.1). */
export const infoRequired = 'info_required';

/**
 * On how many business days of a review its answers were awaited: the three days of the review stand still on them
 * (CAPABILITIES.md 5.1). While a question is open they are counted up to today.
 */
export const daysAwaited = (
  review: readonly { readonly reason: string | null; readonly at: string }[],
  today: string,
): number =>
  review.reduce((days, { reason, at }, place) => {
    if (reason !== infoRequired) return days;
    const answeredAt = review[place + 1]?.at;
    return days + businessDaysAfter(businessDateOf(at), answeredAt === undefined ? today : businessDateOf(answeredAt));
  }, 0);
