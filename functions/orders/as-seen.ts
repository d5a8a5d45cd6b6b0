import { refuseRequest } from '../shared/request.refusals.ts';
import type { ChangePorts } from './change.ts';

/** The same orders, which change only from the version that somebody saw. A request that was carried out is answered before that. */
export const asSeen = (orders: ChangePorts['orders'], version: number | undefined): ChangePorts['orders'] => ({
  get: (id) => orders.get(id),
  save: async (before, change, proof) => {
    const { id, version: now } = before.order;
    if (version !== undefined && now !== version) {
      throw refuseRequest('VersionStale', `Order ${id} is at version ${now}, not ${version}.`, { version: now });
    }
    await orders.save(before, change, proof);
  },
});
