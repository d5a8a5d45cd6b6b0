import type { Actor } from '../shared/actor.ts';
import { creationKeys } from '../shared/creation-index.ts';
import type { Item } from '../shared/page.ts';
import { atVersion, isNew, type Write } from '../shared/write.ts';
import { Buyer } from './buyer.ts';
import { relationKey } from './relation.ts';

/** The events that a change of a buyer tells (functions/events/outbox.ts). */
export type BuyerEvent =
  | 'buyer.registered'
  | 'buyer.updated'
  | 'buyer.closed'
  | 'buyer_application.awaiting'
  | 'buyer_application.cancelled'
  | 'buyer_application.refused'
  | 'buyer_application.submitted'
  | 'buyer_application.information_requested'
  | 'buyer_application.information_provided'
  | 'buyer_application.decided';

/**
 * The buyer's item as it is now to be; `event` and `actor` are of this write only. A new buyer must be new, another unchanged
 * since it was read.
 */
export const buyerWrite = (table: string, buyer: Buyer, event?: BuyerEvent, actor?: Actor): Write => ({
  table,
  put: {
    ...relationKey(buyer),
    ...buyer,
    ...creationKeys({
      owner: `MERCHANT#${buyer.merchantId}`,
      kind: 'BUYER',
      createdAt: buyer.createdAt,
      id: buyer.buyerId,
    }),
    ...(event === undefined ? {} : { outbox: event }),
    ...(actor === undefined ? {} : { actor }),
  },
  condition: buyer.version === 1 ? isNew : atVersion(buyer.version - 1),
});

export const readBuyer = (item: Item): Buyer => Buyer.parse(item);
