import type { SealedOnce } from '../shared/sealed-once.ts';
import type { Table } from '../shared/table.ts';
import type { CheckedMembers } from './member-ports.ts';
import { MemberStatus } from './member-status.ts';
import { memberRefreshKey } from './settings.store.ts';

const statusKey = (merchantId: string, buyerId: string) => ({
  PK: `MERCHANT#${merchantId}`,
  SK: `MEMBERSTATUS#${buyerId}`,
});

/** What the member list last showed. Beside the buyers, so that looking does not change what is looked at. */
export const memberStatusStore = (table: Table, proofs: SealedOnce) => ({
  of: async (merchantId: string, buyerIds: readonly string[]): Promise<MemberStatus[]> => {
    const items = await table.getMany(buyerIds.map((buyerId) => statusKey(merchantId, buyerId)));
    return items.map((item) => MemberStatus.parse(item));
  },
  /** The statuses first: a repeat finds them and writes them again, until the proof is there. */
  save: async ({ merchantId, statuses, allCheckedAt, once, answer }: CheckedMembers) => {
    await table.putAll(statuses.map((status) => ({ ...statusKey(merchantId, status.buyerId), ...status })));
    const done = { table: table.name, put: { ...memberRefreshKey(merchantId), checkedAt: allCheckedAt } };
    const writes = allCheckedAt === undefined ? [] : [done];
    return await proofs.write({ owner: `MERCHANT#${merchantId}`, once, answer, writes });
  },
});
