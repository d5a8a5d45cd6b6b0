import * as z from 'zod/mini';
import { type Buyer, type BuyerState, buyerStates, paid } from '../buyers/buyer.ts';
import type { CreditAccount } from '../buyers/credit-account.ts';
import { whyNotTrading } from '../buyers/trading.ts';
import type { Text } from './credential-texts.ts';

/** What the member list shows of a member's application, and when that was found (CAPABILITIES.md P8, P9). */
export const MemberStatus = z.object({
  buyerId: z.string(),
  state: z.enum(buyerStates),
  reason: z.nullable(z.string()),
  checkedAt: z.string(),
});
export type MemberStatus = z.infer<typeof MemberStatus>;

/** The labels of the column "Paid申請". Only a member that is 利用可能-取引中 can pay. */
export const memberLabels: Readonly<Record<BuyerState, Text>> = {
  not_applied: { ja: '', en: '' },
  awaiting_application: { ja: '申請待ち', en: 'Awaiting application' },
  under_review: { ja: '申請済(審査中)', en: 'Applied (under review)' },
  rejected: { ja: '利用不可', en: 'Not available' },
  suspended: { ja: '利用可能-取引不可', en: 'Available, not trading' },
  active: { ja: '利用可能-取引中', en: 'Available, trading' },
  closed: { ja: '利用終了', en: 'Closed' },
};

/**
 * A member's status as it is now. One that was approved and cannot order anything today, because its limit is used up or its
 * credit is not open, is 利用可能-取引不可 although nobody has suspended it.
 */
export function liveStatus(
  buyer: Buyer,
  account: CreditAccount | undefined,
  { today, at }: { readonly today: string; readonly at: string },
): MemberStatus {
  const { buyerId, state, stateReason } = buyer;
  const found = { buyerId, checkedAt: at };
  if (state !== 'active') return { ...found, state, reason: stateReason };
  const reason = whyNotTrading({ ...buyer, paymentMethods: [paid] }, account, { today, amount: 1 });
  return reason === undefined ? { ...found, state, reason: stateReason } : { ...found, state: 'suspended', reason };
}

/**
 * What is shown: the latest refresh, or the latest change of state, whichever is newer. A change of state is pushed to the shop
 * by its event, and the list knows it at the same moment; everything else waits for a refresh.
 */
export function shownStatus(buyer: Buyer, refreshed: MemberStatus | undefined): MemberStatus {
  const movedAt = lastMove(buyer);
  if (refreshed && refreshed.checkedAt >= movedAt) return refreshed;
  return { buyerId: buyer.buyerId, state: buyer.state, reason: buyer.stateReason, checkedAt: movedAt };
}

function lastMove({ stateHistory, createdAt }: Buyer): string {
  const moves = stateHistory.filter(({ state }, at) => state !== stateHistory[at - 1]?.state);
  return moves.at(-1)?.at ?? createdAt;
}
