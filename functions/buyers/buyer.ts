import * as z from 'zod/mini';
import { plusBusinessDays } from '../shared/business-days.ts';
import { businessDateOf, plusDays } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import { refuseBuyer } from './buyer.refusals.ts';
import { Company } from './company.ts';
import { daysAwaited, InformationRequest } from './information-request.ts';

/**
 * The relation of a buyer and a merchant (CAPABILITIES.md P8): blank, 申請待ち, 審査中, 利用不可, 利用可能-取引不可,
 * 利用可能-取引中, and closed.
 */
export const buyerStates = [
  'not_applied',
  'awaiting_application',
  'under_review',
  'rejected',
  'suspended',
  'active',
  'closed',
] as const;
export type BuyerState = (typeof buyerStates)[number];

export const closingDays = ['month_end', '20'] as const;
export const creditLimitMin = 300_000;
export const creditLimitMax = 10_000_000;

/** Through which of the four doors a member came to its application last (CAPABILITIES.md P3). */
export const doors = ['registration', 'staff_creation', 'my_page', 'staff_change'] as const;
export type Door = (typeof doors)[number];

/** The method that this platform is, among those by which a shop lets a member pay. */
export const paid = 'paid';

/** A buyer as one merchant knows it. `people` is sealed for the place `peopleOf` names. */
export const Buyer = z.object({
  merchantId: z.string(),
  buyerId: z.string(),
  reference: z.string(),
  company: Company,
  people: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  requestedCreditLimit: z.optional(z.int()),
  closingDay: z.enum(closingDays),
  /** The language in which its contact is written to; Japanese where none was named. */
  locale: z.optional(z.enum(['ja', 'en'])),
  state: z.enum(buyerStates),
  stateReason: z.nullable(z.string()),
  stateHistory: z.array(z.object({ state: z.enum(buyerStates), reason: z.nullable(z.string()), at: z.string() })),
  /** How the merchant lets this buyer pay. Buyers of before there were methods were registered for this one. */
  paymentMethods: z._default(z.array(z.string()), () => [paid]),
  door: z.optional(z.enum(doors)),
  /** Why the latest try to apply was refused, until the next one (CAPABILITIES.md P6). */
  applicationError: z.optional(z.object({ code: z.literal('BuyerEmailAlreadyRegistered'), at: z.string() })),
  /** The company that it is to the credit side, from its first application on. */
  companyId: z.optional(z.string()),
  /** The examination of the latest application. */
  examinationId: z.optional(z.string()),
  /** Questions about the application that are still open. */
  informationRequest: z.optional(InformationRequest),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Buyer = z.infer<typeof Buyer>;

/** Where a buyer's personal data is sealed for: the same in its examinations, which keep a copy. */
export const peopleOf = ({ merchantId, buyerId }: Pick<Buyer, 'merchantId' | 'buyerId'>) => ({
  merchantId,
  buyerId,
  field: 'people',
});

/** The life cycle (CAPABILITIES.md 5.1): from each state to these. */
export const nextStates: Readonly<Record<BuyerState, readonly BuyerState[]>> = {
  not_applied: ['awaiting_application', 'under_review', 'closed'],
  awaiting_application: ['not_applied', 'under_review', 'closed'],
  under_review: ['rejected', 'suspended', 'active', 'closed'],
  rejected: ['awaiting_application', 'under_review', 'closed'],
  suspended: ['active', 'closed'],
  active: ['suspended', 'closed'],
  closed: [],
};

/** The one way from state to state. It leaves open questions behind. */
export function moveTo(buyer: Buyer, state: BuyerState, at: string, reason: string | null = null): Buyer {
  if (!nextStates[buyer.state].includes(state)) {
    throw refuseBuyer('BuyerStateConflict', `The buyer is ${buyer.state}, so it cannot become ${state}.`, {
      state: buyer.state,
    });
  }
  const { informationRequest: _, ...moved } = buyer;
  return inState(moved, state, at, reason);
}

/** Stays where it is for another reason, which the merchant sees. */
export const stayFor = (buyer: Buyer, at: string, reason: string): Buyer => inState(buyer, buyer.state, at, reason);

const inState = (buyer: Buyer, state: BuyerState, at: string, reason: string | null): Buyer => ({
  ...buyer,
  state,
  stateReason: reason,
  stateHistory: [...buyer.stateHistory, { state, reason, at }],
  version: buyer.version + 1,
  updatedAt: at,
});

const reapplyDays = 90;

/** From which business date a rejected buyer may apply again; null when it may at once, or never has to. */
export function reapplyOn(buyer: Buyer): string | null {
  const rejected = buyer.state === 'rejected' ? buyer.stateHistory.at(-1) : undefined;
  return rejected ? plusDays(businessDateOf(rejected.at), reapplyDays) : null;
}

const reviewBusinessDays = 3;

/**
 * The business date by which an application is to be decided (CAPABILITIES.md 5.1); null when none is under review. It moves on
 * by the days on which answers were awaited, and with every day while they are.
 */
export function decideBy({ state, stateHistory }: Buyer, today: string): string | null {
  if (state !== 'under_review') return null;
  const from = stateHistory.findLastIndex(({ reason }) => reason === 'screening');
  const review = stateHistory.slice(from);
  const [applied] = review;
  return applied ? plusBusinessDays(businessDateOf(applied.at), reviewBusinessDays + daysAwaited(review, today)) : null;
}

/** The examination that the application of this version opened. */
const examinationIdOf = (buyerId: string, version: number): string => idFrom('exm', buyerId, String(version));

function assertMayReapply(buyer: Buyer, at: string): void {
  const from = reapplyOn(buyer);
  if (from === null || businessDateOf(at) >= from) return;
  throw refuseBuyer('ReapplicationTooEarly', `The buyer was rejected and may apply again from ${from}.`, {
    reapplyOn: from,
  });
}

/** Lets a buyer wait for its application (申請待ち), if it might apply now. */
export function awaiting(buyer: Buyer, at: string): Buyer {
  assertMayReapply(buyer, at);
  return moveTo(buyer, 'awaiting_application', at);
}

/** Puts a buyer under review, if it may apply now. Whoever applies wants to pay by this method. */
export function applied(buyer: Buyer, at: string): Buyer {
  assertMayReapply(buyer, at);
  const { applicationError: _, ...underReview } = moveTo(buyer, 'under_review', at, 'screening');
  return {
    ...underReview,
    paymentMethods: [...new Set([...buyer.paymentMethods, paid])],
    examinationId: examinationIdOf(underReview.buyerId, underReview.version),
  };
}

export const buyerActions = ['apply', 'await_decision', 'provide_information', 'place_order'] as const;

/** What can be done with the buyer today. */
export function nextActions(buyer: Buyer, today: string): (typeof buyerActions)[number][] {
  const mayApply = nextStates[buyer.state].includes('under_review') && (reapplyOn(buyer) ?? today) <= today;
  if (mayApply) return ['apply'];
  if (buyer.state === 'under_review') return [buyer.informationRequest ? 'provide_information' : 'await_decision'];
  return buyer.state === 'active' ? ['place_order'] : [];
}
