import * as z from 'zod/mini';
import { relationsOf } from '../buyers/relation.ts';
import { orderBureauProvider } from '../providers/bureau/order-check.provider.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { secretReader } from '../shared/secret.client.ts';
import { stepHandler } from '../shared/step.ts';
import { openTable } from '../shared/table.ts';
import { countFact } from '../shared/telemetry.ts';
import { workflow } from '../shared/workflow.client.ts';
import { AuthorizeInput } from './authorize.ts';
import { buyerCompany } from './buyer-company.store.ts';
import { orderStore } from './order.store.ts';
import { type AnswerPorts, answerWithCheck, type CheckInput } from './order-check.ts';
import { countPlacing } from './placing-fact.ts';

const { TRANSACTIONS_TABLE, LEDGER_TABLE, BUREAU_URL, BUREAU_SECRET_ID, RESOLUTION_MACHINE_ARN } = env({
  TRANSACTIONS_TABLE: z.string(),
  LEDGER_TABLE: z.string(),
  BUREAU_URL: z.string(),
  BUREAU_SECRET_ID: z.string(),
  RESOLUTION_MACHINE_ARN: z.string(),
});

const transactions = openTable(TRANSACTIONS_TABLE);

const ports: AnswerPorts = {
  clock: systemClock,
  orders: orderStore(transactions, LEDGER_TABLE),
  bureau: orderBureauProvider({ url: BUREAU_URL, secret: secretReader(BUREAU_SECRET_ID, systemClock) }),
  companyOf: buyerCompany(transactions),
  relations: relationsOf(transactions),
  resolution: workflow<CheckInput>(RESOLUTION_MACHINE_ARN),
};

/** Step of statemachines/authorization.asl.json */
export const askOrderCheckStep = stepHandler(AuthorizeInput, async (input) =>
  countPlacing(countFact, await answerWithCheck(ports, input), input.order.amount),
);
