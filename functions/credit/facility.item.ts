import * as z from 'zod/mini';
import { eventIdOf, type OutboxEvent } from '../events/outbox.ts';
import type { Actor } from '../shared/actor.ts';
import type { Item, Key } from '../shared/page.ts';
import { atVersion, isNew, type Write } from '../shared/write.ts';
import { type FacilityEvent, Hold, type StoredFacility, storedFacilityStates } from './stored-facility.ts';

const FacilityItem = z.object({
  PK: z.string(),
  facilityId: z.string(),
  buyerId: z.string(),
  examinationId: z.string(),
  limit: z.int(),
  startsOn: z.string(),
  endsOn: z.string(),
  state: z._default(z.enum(storedFacilityStates), 'active'),
  stateReason: z._default(z.nullable(z.string()), null),
  holds: z._default(z.array(Hold), () => []),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export const facilitiesOf = (buyerId: string): string => `FACILITY#${buyerId}#`;

const facilityKey = ({ merchantId, buyerId, facilityId }: StoredFacility): Key => ({
  PK: `MERCHANT#${merchantId}`,
  SK: `${facilitiesOf(buyerId)}${facilityId}`,
});

/** The list of facilities in force, in the order of their last days: what the daily jobs walk over. */
export const facilitiesInForce = 'OPERATOR#FACILITY';

const inForceKeys = ({ state, endsOn, facilityId }: StoredFacility): Item =>
  state === 'expired' || state === 'revoked' ? {} : { GSI1PK: facilitiesInForce, GSI1SK: `${endsOn}#${facilityId}` };

/** For the audit trail of staff alone (functions/events/staff-list.ts). */
const untold = 'credit_file.changed';

/**
 * The facility's item as it is now to be. It tells the event to its merchant, or to staff alone where the merchant is not to
 * know. The account changes with every order and would tell it each time.
 */
export function facilityWrite(
  table: string,
  facility: StoredFacility,
  type: FacilityEvent | undefined,
  actor: Actor,
): Write {
  const { facilityId, version, updatedAt: occurredAt } = facility;
  const event: Omit<OutboxEvent, 'type'> = {
    id: eventIdOf(facilityId, version),
    resourceId: facilityId,
    sequence: version,
    occurredAt,
  };
  return {
    table,
    put: {
      ...facilityKey(facility),
      ...facility,
      ...inForceKeys(facility),
      outbox: { ...event, type: type ?? untold },
      actor,
    },
    condition: version === 1 ? isNew : atVersion(version - 1),
  };
}

/** That nobody has changed it since it was read. */
export const facilityUnchanged = (table: string, facility: StoredFacility): Write => ({
  table,
  check: facilityKey(facility),
  condition: atVersion(facility.version),
});

export function readFacility(item: Item): StoredFacility {
  const { PK, ...facility } = FacilityItem.parse(item);
  return { merchantId: PK.slice('MERCHANT#'.length), ...facility };
}
