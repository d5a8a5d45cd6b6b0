import { calendarVersion } from '../shared/business-days.ts';
import { businessDate, type Clock } from '../shared/clock.ts';
import type { Vault } from '../shared/vault.ts';
import type { BuyerResource } from './buyer.contract.ts';
import { type Buyer, decideBy, nextActions, peopleOf, reapplyOn } from './buyer.ts';
import { People } from './company.ts';

/** A buyer as its merchant reads it, with the personal data opened. */
export async function buyerResource(vault: Vault, clock: Clock, buyer: Buyer): Promise<BuyerResource> {
  const people = People.parse(await vault.open(peopleOf(buyer), buyer.people));
  return shownBuyer(buyer, people, businessDate(clock));
}

const promised = (decideBy: string | null) => ({
  decideBy,
  calendarVersion: decideBy === null ? null : calendarVersion,
});

export const shownBuyer = (buyer: Buyer, people: People, today: string): BuyerResource => ({
  id: buyer.buyerId,
  reference: buyer.reference,
  state: buyer.state,
  stateReason: buyer.stateReason,
  nextActions: nextActions(buyer, today),
  stateHistory: buyer.stateHistory,
  reapplyOn: reapplyOn(buyer),
  ...promised(decideBy(buyer, today)),
  informationRequest: buyer.informationRequest ?? null,
  company: buyer.company,
  ...people,
  requestedCreditLimit: buyer.requestedCreditLimit ?? null,
  closingDay: buyer.closingDay,
  locale: buyer.locale ?? 'ja',
  paymentMethods: buyer.paymentMethods,
  version: buyer.version,
  createdAt: buyer.createdAt,
  updatedAt: buyer.updatedAt,
});
