import * as z from 'zod/mini';
import { businessDate, systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { stepHandler } from '../shared/step.ts';
import { openTable } from '../shared/table.ts';
import { logger } from '../shared/telemetry.ts';
import { openVault } from '../shared/vault.ts';
import { listsInForce } from './lists-in-force.ts';
import { type RescreenPagePorts, rescreenPage } from './rescreen-page.ts';
import { rescreeningStore } from './rescreening.store.ts';
import { SearchPlace } from './search-page.ts';
import { syntheticList } from './synthetic-list.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID } = env({ TRANSACTIONS_TABLE: z.string(), DATA_KEY_ID: z.string() });

const transactions = openTable(TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID }), systemClock);
const store = rescreeningStore(transactions, vault);

const ports: RescreenPagePorts = {
  clock: systemClock,
  vault,
  relations: store.relations,
  facilities: store,
  looked: store,
  lists: { current: listsInForce(transactions, syntheticList) },
  told: {
    failed: ({ buyerId }, error) => logger.error('a buyer could not be looked for', { buyerId, error: error as Error }),
    done: (counts) => logger.info('buyers looked for', { on: businessDate(systemClock), ...counts }),
  },
};

/** The step of statemachines/rescreening.asl.json. */
export const rescreenBuyersStep = stepHandler(SearchPlace, (place) => rescreenPage(ports, place));
