import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, instant } from '../shared/clock.ts';
import type { ApplyPorts, BuyerRequest } from './apply-for-credit.ts';
import type { CloseBuyer } from './buyer.contract.ts';
import { refuseBuyer } from './buyer.refusals.ts';
import { shownBuyer } from './buyer.resource.ts';
import { moveTo, peopleOf } from './buyer.ts';
import { People } from './company.ts';
import type { ReadPorts } from './read-buyers.ts';

/**
 * Ends a relation for good (CAPABILITIES.md 5.1): only when nothing is open. The account is shut in the same transaction, under
 * the condition that its whole limit is free and nothing was ordered since it was read. Orders that take of no limit before they
 * are confirmed (account-rules.ts) are looked for in between; the index of open orders may be a moment behind.
 */
export async function closeBuyer(
  ports: ApplyPorts & ReadPorts,
  { buyerId, reason }: CloseBuyer & { readonly buyerId: string },
  { merchantId, once, actor }: BuyerRequest,
): Promise<Answer> {
  const { buyers, credit, clock, vault } = ports;
  const earlier = await buyers.earlier(merchantId, once);
  if (earlier) return earlier;
  const id = { merchantId, buyerId };
  const before = await buyers.get(merchantId, buyerId);
  if (before.state === 'under_review') {
    throw refuseBuyer('BuyerStateConflict', 'The buyer is under review: await the decision.', { state: before.state });
  }
  const account = await credit.account(id);
  const [held, uncounted] = await Promise.all([credit.held(id), credit.uncounted(id)]);
  if (held + uncounted > 0) {
    const told = `Orders of it over ${held + uncounted} yen are neither confirmed nor cancelled.`;
    throw refuseBuyer('BuyerHasOpenBusiness', told, { held, uncounted });
  }
  const buyer = moveTo(before, 'closed', instant(clock), reason);
  const people = People.parse(await vault.open(peopleOf(buyer), buyer.people));
  return await buyers.save({
    buyer,
    event: 'buyer.closed',
    actor,
    once,
    closes: account,
    answer: answer(201, shownBuyer(buyer, people, businessDate(clock))),
  });
}
