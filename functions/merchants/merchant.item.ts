import { eventIdOf, type OutboxEvent } from '../events/outbox.ts';
import type { Actor } from '../shared/actor.ts';
import { creationKeys } from '../shared/creation-index.ts';
import type { Item } from '../shared/page.ts';
import { atVersion, isNew, type Write } from '../shared/write.ts';
import { Merchant } from './merchant.ts';

export const merchantKey = (merchantId: string) => ({ PK: `MERCHANT#${merchantId}`, SK: 'MERCHANT' });

/** The events that a change of a merchant tells, in its own list of events. */
export type MerchantChange =
  | 'merchant_application.submitted'
  | 'merchant_application.decided'
  | 'api_key.issued'
  | 'api_key.rotated'
  | 'api_key.revoked'
  | 'connection.issued'
  | 'connection.rotated'
  | 'connection.revoked'
  | 'merchant.contract_changed'
  | 'merchant.live'
  | 'merchant.suspended'
  | 'merchant.reinstated'
  | 'merchant.terminated';

/** Whose change it is, and what is told of it. */
export interface Told {
  readonly actor: Actor;
  readonly event?: MerchantChange | undefined;
}

/** What staff does that the merchant is not told of leaves a row in the audit trail all the same (functions/events/staff-list.ts). */
const untold = 'merchant_file.changed';

const outboxOf = (
  { merchantId, version, createdAt, updatedAt }: Merchant,
  type: MerchantChange | typeof untold,
): OutboxEvent => ({
  id: eventIdOf(merchantId, version),
  type,
  resourceId: merchantId,
  sequence: version,
  occurredAt: updatedAt ?? createdAt,
});

/** The merchant's item as it is now to be: new, or unchanged since it was read. */
export const merchantWrite = (table: string, merchant: Merchant, { actor, event }: Partial<Told> = {}): Write => ({
  table,
  put: {
    ...merchantKey(merchant.merchantId),
    ...merchant,
    ...creationKeys({
      owner: 'OPERATOR',
      kind: 'MERCHANT',
      createdAt: merchant.createdAt,
      id: merchant.merchantId,
    }),
    ...(actor === undefined ? {} : { actor, outbox: outboxOf(merchant, event ?? untold) }),
  },
  condition: merchant.version === 1 ? isNew : atVersion(merchant.version - 1),
});

export const readMerchant = (item: Item): Merchant => Merchant.parse(item);
