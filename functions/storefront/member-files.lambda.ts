import * as z from 'zod/mini';
import { buyerStore } from '../buyers/buyer.store.ts';
import { creditStore } from '../buyers/credit.store.ts';
import { actorOf } from '../shared/actor.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { sealedOnce } from '../shared/sealed-once.ts';
import { openTable } from '../shared/table.ts';
import { openVault } from '../shared/vault.ts';
import { exportMembers } from './export-members.ts';
import { type ImportPorts, importMembers } from './import-members.ts';
import * as contracts from './member-files.contract.ts';
import { memberFileStore } from './member-files.store.ts';
import { memberStatusStore } from './member-status.store.ts';
import { settingsStore } from './settings.store.ts';
import { rulesOf } from './settings.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID, MAC_KEY_ID } = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  MAC_KEY_ID: z.string(),
});

const table = openTable(TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID, macKeyId: MAC_KEY_ID }), systemClock);

const settings = settingsStore(table, systemClock);

const ports: ImportPorts = {
  clock: systemClock,
  vault,
  buyers: buyerStore(table, systemClock, vault),
  credit: creditStore(table),
  shop: { rules: async (merchantId) => rulesOf(await settings.get(merchantId)) },
  statuses: memberStatusStore(table, sealedOnce(table, systemClock, vault)),
  imports: memberFileStore(table, systemClock),
};

export const memberFilesHandler = httpFunction(
  route(contracts.importBuyers, ({ caller, file, once, requestId }) =>
    importMembers(ports, file, { merchantId: caller.merchantId, once, actor: actorOf({ caller, requestId }) }),
  ),
  route(contracts.exportBuyers, ({ caller, query }) =>
    exportMembers(ports, { merchantId: caller.merchantId, ...query }),
  ),
);
