import { eventIdOf, type OutboxEvent } from '../events/outbox.ts';
import { isCivilDate, plusDays } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import type { Yen } from '../shared/money.ts';
import { isNew, type Write } from '../shared/write.ts';
import { newCreditAccount } from './credit-account.ts';

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

/**
 * Opens the credit account with its whole limit free, and records the facility beside it. The event is the facility's: the
 * account changes with every order and would tell it each time.
 */
export function grantCredit(table: string, facility: Facility): Write[] {
  const { merchantId, buyerId, grantedAt, ...terms } = facility;
  const facilityId = idFrom('fac', facility.examinationId);
  const outbox: OutboxEvent = {
    id: eventIdOf(facilityId, 1),
    type: 'credit_facility.granted',
    resourceId: facilityId,
    sequence: 1,
    occurredAt: grantedAt,
  };
  const history = {
    PK: `MERCHANT#${merchantId}`,
    SK: `FACILITY#${buyerId}#${facilityId}`,
    ...terms,
    facilityId,
    buyerId,
    version: 1,
    createdAt: grantedAt,
    updatedAt: grantedAt,
    outbox,
  };
  const account = newCreditAccount(
    { merchantId, buyerId },
    { limit: facility.limit, startsOn: facility.startsOn, endsOn: facility.endsOn },
  );
  return [
    { table, put: { ...account }, condition: isNew },
    { table, put: history, condition: isNew },
  ];
}
