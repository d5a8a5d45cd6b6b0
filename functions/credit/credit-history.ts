import * as z from 'zod/mini';
import type { Actor } from '../shared/actor.ts';
import type { Item } from '../shared/page.ts';
import { isNew, type Write } from '../shared/write.ts';
import { type FacilityEvent, type StoredFacility, storedFacilityStates } from './stored-facility.ts';

/** One change of a buyer's credit: what it was before and after, who made it and why (CAPABILITIES.md D10, limit history). */
export const CreditChange = z.object({
  type: z.string(),
  facilityId: z.string(),
  examinationId: z.string(),
  limitBefore: z.int(),
  limit: z.int(),
  startsOn: z.string(),
  endsOn: z.string(),
  state: z.enum(storedFacilityStates),
  stateReason: z.nullable(z.string()),
  at: z.string(),
  by: z.string(),
  /** The operators' own words and what they rest on: never shown to a merchant. */
  note: z.optional(z.string()),
});
export type CreditChange = z.infer<typeof CreditChange>;

export const creditHistoryOf = (buyerId: string): string => `CREDITHISTORY#${buyerId}#`;

interface Change {
  readonly type: FacilityEvent;
  readonly facility: StoredFacility;
  readonly limitBefore: number;
  readonly actor: Actor;
  readonly note?: string | undefined;
}

/** Written with the change that it records, under the facility's version: a repeat of the change meets it. */
export function historyWrite(table: string, { type, facility, limitBefore, actor, note }: Change): Write {
  const { merchantId, buyerId, facilityId, version, updatedAt: at } = facility;
  const { examinationId, limit, startsOn, endsOn, state, stateReason } = facility;
  const change: CreditChange = {
    type: type.slice('credit_facility.'.length),
    ...{ facilityId, examinationId, limitBefore, limit, startsOn, endsOn, state, stateReason, at, by: actor.by },
    ...(note === undefined ? {} : { note }),
  };
  const order = String(version).padStart(6, '0');
  return {
    table,
    put: { PK: `MERCHANT#${merchantId}`, SK: `${creditHistoryOf(buyerId)}${at}#${facilityId}#${order}`, ...change },
    condition: isNew,
  };
}

export const readChange = (item: Item): CreditChange => CreditChange.parse(item);
