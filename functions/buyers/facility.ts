import { changeTerms } from '../credit/account-changes.ts';
import { relationPointer } from '../credit/buyer-index.ts';
import { historyWrite } from '../credit/credit-history.ts';
import { facilityUnchanged, facilityWrite } from '../credit/facility.item.ts';
import { accountRulesOn } from '../credit/rules-of-policy.ts';
import { changed, type StoredFacility } from '../credit/stored-facility.ts';
import { type Actor, systemActor } from '../shared/actor.ts';
import { isCivilDate, plusDays } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import type { Yen } from '../shared/money.ts';
import { isNew, type Write } from '../shared/write.ts';
import { type CreditAccount, newCreditAccount } from './credit-account.ts';

/** A credit facility: how much, from when to when, and which examination granted it. Together they are the limit's history (D10). */
export interface Facility {
  readonly merchantId: string;
  readonly buyerId: string;
  readonly examinationId: string;
  readonly limit: Yen;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly grantedAt: string;
}

/** The last day of the twelve months that begin on a day: the day before its anniversary. */
export function endOfTwelveMonths(startsOn: string): string {
  const anniversary = `${Number(startsOn.slice(0, 4)) + 1}${startsOn.slice(4)}`;
  return isCivilDate(anniversary) ? plusDays(anniversary, -1) : `${anniversary.slice(0, 4)}-02-28`;
}

/** What there is of a buyer's credit when more is granted, and who grants it. */
export interface GrantedOver {
  readonly account?: CreditAccount | undefined;
  /** The facility until now. */
  readonly facility?: StoredFacility | undefined;
  /** Paid is not among the buyer's methods. */
  readonly methodOff?: boolean;
  readonly actor?: Actor;
}

/**
 * Grants credit: a facility beside its account. A buyer's first facility opens the account with its whole limit free; a later one
 * goes on with the same account, because orders of the earlier one still use it. An open facility ends by being renewed, and
 * what keeps it from being used keeps the new one.
 */
export function grantCredit(table: string, granted: Facility, over: GrantedOver = {}): Write[] {
  const actor = over.actor ?? systemActor('screening');
  const before = over.facility;
  const isOpen = before !== undefined && before.state !== 'expired' && before.state !== 'revoked';
  const facility = storedFacility(granted, before?.state === 'revoked' ? [] : (before?.holds ?? []));
  const limitBefore = over.account?.limit ?? 0;
  const closed = isOpen ? changed(before, { state: 'expired', stateReason: 'renewed' }, granted.grantedAt) : undefined;
  return [
    accountWrite(table, facility, over),
    relationPointer(table, facility),
    facilityWrite(table, facility, 'credit_facility.granted', actor),
    historyWrite(table, { type: 'credit_facility.granted', facility, limitBefore, actor }),
    ...(closed ? [facilityWrite(table, closed, 'credit_facility.expired', actor)] : []),
    ...(before && !closed ? [facilityUnchanged(table, before)] : []), // what ended may be revoked at this very moment
  ];
}

/** The facility that an examination grants; the same examination grants the same one. */
function storedFacility(granted: Facility, holds: StoredFacility['holds']): StoredFacility {
  const { grantedAt, ...terms } = granted;
  return {
    ...terms,
    facilityId: idFrom('fac', granted.examinationId),
    state: holds.length > 0 ? 'suspended' : 'active',
    stateReason: holds[0]?.reason ?? null,
    holds,
    version: 1,
    createdAt: grantedAt,
    updatedAt: grantedAt,
  };
}

function accountWrite(table: string, facility: StoredFacility, { account, methodOff = false }: GrantedOver): Write {
  const { limit, startsOn, endsOn, state } = facility;
  const rules = accountRulesOn(startsOn, limit);
  if (account) {
    const accountState = state === 'suspended' ? 'suspended' : 'active';
    return changeTerms(table, facility, account.limit, { limit, startsOn, endsOn, state: accountState, rules });
  }
  const opened = newCreditAccount(facility, { limit: limit as Yen, startsOn, endsOn }, rules, { methodOff });
  return { table, put: { ...opened }, condition: isNew };
}
