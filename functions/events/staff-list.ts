import { staffTypes } from './event-types.ts';

/**
 * Under which name a merchant's staff-only rows are recorded: a list of its own, which no request of a merchant and no webhook
 * leads to, so that nobody has to leave out of the merchant's list what it is not to know (JAPAN-RULES.md 2.2, tipping-off).
 */
export const staffListOf = (merchantId: string): string => `${merchantId}#STAFF`;

/** The list that an event of a merchant goes to. */
export const listFor = (type: string, merchantId: string): string =>
  Object.hasOwn(staffTypes, type) ? staffListOf(merchantId) : merchantId;
