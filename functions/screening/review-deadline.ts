import { businessDaysAfter, plusBusinessDays } from '../shared/business-days.ts';
import { businessDateOf } from '../shared/clock.ts';
import type { Examination } from './examination.ts';

/** CAPABILITIES.md 5.1: three business days, whatever is examined. */
const reviewBusinessDays = 3;

/**
 * The business date by which an examination is to be decided; null when it is. It moves on by the business days on which answers
 * were awaited, and with every day while they are: the same day that the merchant is told (functions/buyers/buyer.ts).
 */
export function decideByOf(
  { state, appliedOn, informationRequests = [] }: Pick<Examination, 'state' | 'appliedOn' | 'informationRequests'>,
  today: string,
): string | null {
  if (state === 'decided') return null;
  const awaited = informationRequests.reduce((days, { askedAt, answeredAt }) => {
    return days + businessDaysAfter(businessDateOf(askedAt), answeredAt ? businessDateOf(answeredAt) : today);
  }, 0);
  return plusBusinessDays(appliedOn, reviewBusinessDays + awaited);
}

/** Whether the day by which it was to be decided is over. */
export const isOverdue = (examination: Parameters<typeof decideByOf>[0], today: string): boolean =>
  (decideByOf(examination, today) ?? today) < today;
