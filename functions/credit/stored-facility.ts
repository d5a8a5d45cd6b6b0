import * as z from 'zod/mini';
import { refuseCredit } from './credit.refusals.ts';

/** CAPABILITIES.md 5.1: inactive → active → suspended ⇄ active → expired or revoked. */
export const storedFacilityStates = ['inactive', 'active', 'suspended', 'expired', 'revoked'] as const;
export type StoredFacilityState = (typeof storedFacilityStates)[number];

/** Why an operator stops a buyer from ordering. The merchant sees it, so none of them speaks of lists (tipping-off). */
export const suspensionReasons = [
  'manual_hold',
  'payment_overdue',
  'information_outdated',
  'requested_by_buyer',
] as const;

/** What keeps a facility from being used. There may be several at once; each is lifted by itself. */
export const Hold = z.object({
  cause: z.enum(['operator', 'list_hit']),
  reason: z.enum(suspensionReasons),
  note: z.optional(z.string()),
  by: z.string(),
  at: z.string(),
  /** The examination of a hit on a list, and who cleared it. A certain hit is lifted by a second person. */
  examinationId: z.optional(z.string()),
  clearedBy: z.optional(z.string()),
});
export type Hold = z.infer<typeof Hold>;

/** A facility as it is kept: its terms and what became of it. Its versions are the history of the limit (D10). */
export interface StoredFacility {
  readonly merchantId: string;
  readonly buyerId: string;
  readonly facilityId: string;
  readonly examinationId: string;
  readonly limit: number;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly state: StoredFacilityState;
  readonly stateReason: string | null;
  readonly holds: readonly Hold[];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The reason of a relation whose credit has run out. */
export const facilityExpired = 'facility_expired';

export type FacilityEvent =
  | 'credit_facility.granted'
  | 'credit_facility.changed'
  | 'credit_facility.suspended'
  | 'credit_facility.reinstated'
  | 'credit_facility.expired'
  | 'credit_facility.revoked';

const nextStates: Readonly<Record<StoredFacilityState, readonly StoredFacilityState[]>> = {
  inactive: ['active', 'suspended', 'expired', 'revoked'],
  active: ['active', 'suspended', 'expired', 'revoked'],
  suspended: ['suspended', 'active', 'expired', 'revoked'],
  expired: ['expired', 'revoked'], // what keeps it from being used is decided also after its end, because a renewal goes on with it
  revoked: [],
};

type Changes = Partial<Pick<StoredFacility, 'state' | 'stateReason' | 'limit' | 'holds'>>;

/** The one way from state to state: the facility's next version. */
export function changed(facility: StoredFacility, changes: Changes, at: string): StoredFacility {
  const state = changes.state ?? facility.state;
  if (!nextStates[facility.state].includes(state)) {
    throw refuseCredit('FacilityNotOpen', `The credit facility is ${facility.state}.`, { state: facility.state });
  }
  return { ...facility, ...changes, version: facility.version + 1, updatedAt: at };
}
