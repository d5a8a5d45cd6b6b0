import * as z from 'zod/mini';
import { relationsOf } from '../buyers/relation.ts';
import { orderBureauProvider } from '../providers/bureau/order-check.provider.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { secretReader } from '../shared/secret.client.ts';
import { stepHandler } from '../shared/step.ts';
import { openTable } from '../shared/table.ts';
import { buyerCompany } from './buyer-company.store.ts';
import { orderStore } from './order.store.ts';
import { CheckInput, type CheckPorts, giveUpCheck, resolveCheck } from './order-check.ts';

const { TRANSACTIONS_TABLE, LEDGER_TABLE, BUREAU_URL, BUREAU_SECRET_ID } = env({
  TRANSACTIONS_TABLE: z.string(),
  LEDGER_TABLE: z.string(),
  BUREAU_URL: z.string(),
  BUREAU_SECRET_ID: z.string(),
});

const transactions = openTable(TRANSACTIONS_TABLE);

const ports: CheckPorts = {
  clock: systemClock,
  orders: orderStore(transactions, LEDGER_TABLE),
  bureau: orderBureauProvider({ url: BUREAU_URL, secret: secretReader(BUREAU_SECRET_ID, systemClock) }),
  companyOf: buyerCompany(transactions),
  relations: relationsOf(transactions),
};

/** Steps of statemachines/order-check.asl.json */
export const resolveOrderCheckStep = stepHandler(CheckInput, (input) => resolveCheck(ports, input));
export const giveUpOrderCheckStep = stepHandler(CheckInput, (input) => giveUpCheck(ports, input));
