import type { ChangePorts } from '../orders/change.ts';
import { type OnceRequest, replayAmong } from '../shared/once.ts';

/** The order has a shipment with this slip number already. Nothing was written. */
export class SlipKnown extends Error {}

/**
 * A slip number is one shipment: a row with other facts under a number that the order has already (a corrected amount, or a
 * shipment that was confirmed through the API) must not bill it again.
 */
export const withoutSlip = (
  orders: ChangePorts['orders'],
  slip: string | undefined,
  once: OnceRequest,
): ChangePorts['orders'] => ({
  get: async (id) => {
    const stored = await orders.get(id);
    const isKnown =
      slip !== undefined && stored.order.confirmations.some(({ trackingNumber }) => trackingNumber === slip);
    if (isKnown && !replayAmong(stored.proofs(), once)) throw new SlipKnown();
    return stored;
  },
  save: (before, change, proof) => orders.save(before, change, proof),
});
