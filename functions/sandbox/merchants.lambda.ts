import * as z from 'zod/mini';
import { apiKeyWrite } from '../merchants/api-key.store.ts';
import { newConnectionWrite } from '../merchants/connection.store.ts';
import { merchantWrite } from '../merchants/merchant.item.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { openTable } from '../shared/table.ts';
import { type Write, WriteRefused } from '../shared/write.ts';
import { customResource } from './custom-resource.client.ts';
import { sandboxMerchants } from './merchants.ts';
import { seedMerchants } from './seed-merchants.ts';

const { TRANSACTIONS_TABLE } = env({ TRANSACTIONS_TABLE: z.string() });
const table = openTable(TRANSACTIONS_TABLE);

async function unlessThere(write: Write): Promise<void> {
  try {
    await table.write(write);
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
  }
}

/** CloudFormation calls it when a sandbox is created or updated. */
export const seedMerchantsJob = customResource('sandbox-merchants', () =>
  seedMerchants(
    {
      addMerchant: (merchant) => unlessThere(merchantWrite(table.name, merchant)),
      addConnection: (connection) => unlessThere(newConnectionWrite(table, connection)),
      saveApiKey: (key) => table.write(apiKeyWrite(table, key)),
      clock: systemClock,
    },
    sandboxMerchants,
  ),
);
