import * as z from 'zod/mini';
import { listsInForce } from '../screening/lists-in-force.ts';
import { SearchPlace } from '../screening/search-page.ts';
import { syntheticList } from '../screening/synthetic-list.ts';
import { businessDate, systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { lazy } from '../shared/lazy.ts';
import { stepHandler } from '../shared/step.ts';
import { openTable } from '../shared/table.ts';
import { logger, metrics } from '../shared/telemetry.ts';
import { openVault } from '../shared/vault.ts';
import { apiKeyStore } from './api-key.store.ts';
import { getMerchant } from './merchant.store.ts';
import { merchantRescreeningStore, merchantSearches } from './merchant-search.store.ts';
import { type RescreenMerchantsPorts, rescreenMerchants } from './rescreen-merchants.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID } = env({ TRANSACTIONS_TABLE: z.string(), DATA_KEY_ID: z.string() });

const transactions = openTable(TRANSACTIONS_TABLE);
const store = merchantRescreeningStore(transactions);

const ports: RescreenMerchantsPorts = {
  clock: systemClock,
  vault: openVault(kmsKeys({ dataKeyId: DATA_KEY_ID }), systemClock),
  merchants: { get: (merchantId) => getMerchant(transactions, merchantId) },
  keys: apiKeyStore(transactions, systemClock),
  searches: merchantSearches(transactions),
  searched: store.searched,
  all: store,
  lists: { current: listsInForce(transactions, lazy(syntheticList)) },
  told: {
    failed: ({ merchantId }, error) =>
      logger.error('a merchant could not be looked for', { merchantId, error: error as Error }),
    done: (counts) => {
      logger.info('merchants looked for', { on: businessDate(systemClock), ...counts });
      if (counts.stopped) metrics.addMetric('MerchantsHeld', 'Count', counts.stopped);
    },
  },
};

/** The step of statemachines/rescreening.asl.json that looks for merchants. */
export const rescreenMerchantsStep = stepHandler(SearchPlace, (place) => rescreenMerchants(ports, place));
