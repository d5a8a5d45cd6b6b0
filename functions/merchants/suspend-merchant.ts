import { changed, type Merchant, type MerchantState, moveMerchant } from './merchant.ts';
import type { HoldCause, MerchantHold } from './merchant-hold.ts';

/** What keeps the merchant suspended. Suspensions written before there were causes are an operator's. */
export function holdsOf({ state, holds, createdAt, updatedAt = createdAt }: Merchant): readonly MerchantHold[] {
  if (state !== 'suspended' || holds.length > 0) return holds;
  return [{ cause: 'operator', by: '', at: updatedAt, screeningIds: [] }];
}

/** Whether this is among what keeps the merchant suspended now. */
export const isHeldFor = (merchant: Merchant, cause: HoldCause): boolean =>
  merchant.state === 'suspended' && holdsOf(merchant).some((hold) => hold.cause === cause);

/** The merchant suspended for this as well: a second hit joins the first, another cause stands beside it. */
export function heldFor(merchant: Merchant, hold: MerchantHold): Merchant {
  const before = holdsOf(merchant);
  const same = before.find(({ cause }) => cause === hold.cause);
  const joined = same ? { ...same, screeningIds: [...same.screeningIds, ...hold.screeningIds] } : hold;
  const held = { ...merchant, holds: [...before.filter((one) => one !== same), joined] };
  return merchant.state === 'suspended'
    ? changed(held, hold.at)
    : moveMerchant(held, 'suspended', hold.at, 'suspended_by_platform');
}

/** The merchant without this cause: where no other one is left, it is again what it was before. */
export function releasedFrom(merchant: Merchant, cause: HoldCause, at: string): Merchant {
  const holds = holdsOf(merchant).filter((hold) => hold.cause !== cause);
  const released = { ...merchant, holds };
  return holds.length > 0 ? changed(released, at) : moveMerchant(released, stateBefore(merchant), at, 'reinstated');
}

const stateBefore = ({ stateHistory }: Merchant): MerchantState =>
  stateHistory.findLast(({ state }) => state !== 'suspended')?.state ?? 'live';
