import * as z from 'zod/mini';
import { apiKeyIds } from '../merchants/api-key.store.ts';
import { answer } from '../shared/answer.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { openTable } from '../shared/table.ts';
import { listAuditLog, listEvents } from './event.contract.ts';
import { eventStore } from './event.store.ts';
import { listMerchantEvents } from './list.ts';
import { listAudit } from './list-audit.ts';

const { TRANSACTIONS_TABLE } = env({ TRANSACTIONS_TABLE: z.string() });
const table = openTable(TRANSACTIONS_TABLE);
const ports = {
  events: eventStore(table, systemClock),
  keys: { idsOf: (merchantId: string) => apiKeyIds(table, merchantId) },
};

export const eventsHandler = httpFunction(
  route(listEvents, async ({ caller: { merchantId }, query }) =>
    answer(200, await listMerchantEvents(ports, { ...query, merchantId })),
  ),
  route(listAuditLog, async ({ caller, query }) => answer(200, await listAudit(ports, caller, query))),
);
