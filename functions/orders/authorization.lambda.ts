import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { stepHandler } from '../shared/step.ts';
import { openTable } from '../shared/table.ts';
import { countFact } from '../shared/telemetry.ts';
import { AuthorizeInput, authorizeOrder } from './authorize.ts';
import { placingStore } from './placing.store.ts';
import { countPlacing } from './placing-fact.ts';

const { TRANSACTIONS_TABLE } = env({ TRANSACTIONS_TABLE: z.string() });

const ports = { clock: systemClock, orders: placingStore(openTable(TRANSACTIONS_TABLE)) };

/** Step of statemachines/authorization.asl.json */
export const authorizeOrderStep = stepHandler(AuthorizeInput, async (input) =>
  countPlacing(countFact, await authorizeOrder(ports, input), input.order.amount),
);
