import { refuseBuyer } from '../buyers/buyer.refusals.ts';
import { type Buyer, moveTo } from '../buyers/buyer.ts';
import type { CreditAccount } from '../buyers/credit-account.ts';
import type { Actor } from '../shared/actor.ts';
import type { FacilityEvent, StoredFacility } from './stored-facility.ts';

/** A buyer with the credit that one merchant's customers have of us: the relation, its account, and its latest facility. */
export interface CreditRelation {
  readonly buyer: Buyer;
  readonly account: CreditAccount;
  readonly facility: StoredFacility;
}

/** A change of a facility with what follows from it for buyer and account: one transaction. */
export interface RelationChange {
  readonly before: CreditRelation;
  readonly facility: StoredFacility;
  readonly buyer: Buyer;
  readonly event: FacilityEvent;
  readonly actor: Actor;
  /** The operators' own words: for the history, never for the merchant. */
  readonly note?: string | undefined;
}

/** Refuses a buyer that does no business any more: its credit must not come to life again. */
export function assertDealing({ buyer }: CreditRelation): void {
  if (isDealing(buyer)) return;
  throw refuseBuyer('BuyerStateConflict', `The buyer is ${buyer.state}.`, { state: buyer.state });
}

/** A buyer that has credit, or had it until now. */
export const isDealing = ({ state }: Buyer): boolean => state === 'active' || state === 'suspended';

/** The buyer stops ordering, if it could until now. Its orders go on: they keep their holds and can be confirmed. */
export const stopped = (buyer: Buyer, at: string, reason: string): Buyer =>
  buyer.state === 'active' ? moveTo(buyer, 'suspended', at, reason) : buyer;

/** The buyer orders again, if it was stopped. */
export const resumed = (buyer: Buyer, at: string): Buyer =>
  buyer.state === 'suspended' ? moveTo(buyer, 'active', at) : buyer;
