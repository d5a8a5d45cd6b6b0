import * as z from 'zod/mini';
import { findApiKey, replacedApiKey } from '../merchants/api-key.store.ts';
import { connectionWrites } from '../merchants/connection.store.ts';
import { merchantWrite } from '../merchants/merchant.item.ts';
import { getMerchant } from '../merchants/merchant.store.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { openTable } from '../shared/table.ts';
import { type Write, WriteRefused } from '../shared/write.ts';
import { customResource } from './custom-resource.client.ts';
import { sandboxMerchants } from './merchants.ts';
import { seedMerchants } from './seed-merchants.ts';

const { TRANSACTIONS_TABLE } = env({ TRANSACTIONS_TABLE: z.string() });
const table = openTable(TRANSACTIONS_TABLE);

async function unlessThere(...writes: readonly Write[]): Promise<void> {
  try {
    await table.write(...writes);
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
  }
}

/** CloudFormation calls it when a sandbox is created or updated. */
export const seedMerchantsJob = customResource('sandbox-merchants', () =>
  seedMerchants(
    {
      addMerchant: async (merchant) => {
        await unlessThere(merchantWrite(table.name, merchant));
        return await getMerchant(table, merchant.merchantId);
      },
      addConnection: (connection) => unlessThere(...connectionWrites(table.name, connection)),
      findApiKey: (hash) => findApiKey(table, hash),
      saveApiKey: (key) => table.write(...replacedApiKey(table.name, key)),
      clock: systemClock,
    },
    sandboxMerchants,
  ),
);
