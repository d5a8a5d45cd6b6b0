import { refuseRequest } from '../shared/request.refusals.ts';
import type { Merchant } from './merchant.ts';
import type { OnceProposed } from './proposal.ts';

/** What two people have agreed on is done on the day on which they did. */
const usableHours = 24;

/**
 * The merchant with a confirmed proposal used up: what it proposed may be done once, by either of the two. Refused where nobody
 * has confirmed one: a person alone may neither hold a key of real money nor lead letters about keys elsewhere.
 */
export function useProposal(merchant: Merchant, action: OnceProposed, at: string): Merchant {
  const since = new Date(Date.parse(at) - usableHours * 3_600_000).toISOString();
  const usable = merchant.proposals.find(
    (one) => one.action === action && one.state === 'confirmed' && !one.usedAt && (one.decidedAt ?? '') > since,
  );
  if (!usable) {
    const detail = `Propose ${action}. When another operator has confirmed it, it can be done once within ${usableHours} hours.`;
    throw refuseRequest('SecondPersonRequired', detail, { action });
  }
  return { ...merchant, proposals: merchant.proposals.map((one) => (one === usable ? { ...one, usedAt: at } : one)) };
}
