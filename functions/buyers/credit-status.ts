import { businessDate, type Clock } from '../shared/clock.ts';
import type { CreditStatus, facilityStates } from './buyer.contract.ts';
import type { CreditAccount } from './credit-account.ts';

const none: CreditStatus = {
  limit: 0,
  held: 0,
  receivable: 0,
  available: 0,
  facility: { state: 'inactive', startsOn: null, endsOn: null },
};

/**
 * A buyer's credit today. The limit and what is left of it are the account's own numbers. `held` comes from an index that may
 * lag by a moment, so it is never taken for more than what is in use, and the rest of that is receivable.
 */
export function creditStatus(account: CreditAccount | undefined, openHolds: number, clock: Clock): CreditStatus {
  if (!account) return none;
  const { limit, available, startsOn, endsOn } = account;
  const inUse = limit - available;
  const held = Math.min(openHolds, inUse);
  return {
    limit,
    held,
    receivable: inUse - held,
    available: Math.max(available, 0), // below zero while a limit that was lowered is still overused
    facility: { state: facilityState(account, businessDate(clock)), startsOn, endsOn },
  };
}

/** CAPABILITIES.md 5.1: inactive until its first day, expired after its last, suspended by decision in between; revoked for good. */
function facilityState({ state, startsOn, endsOn }: CreditAccount, today: string): (typeof facilityStates)[number] {
  if (state === 'revoked') return 'revoked';
  if (today < startsOn) return 'inactive';
  if (today > endsOn) return 'expired';
  return state;
}
