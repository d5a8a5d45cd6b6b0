import * as z from 'zod/mini';
import { answer } from '../shared/answer.ts';
import { businessDate, systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { openTable } from '../shared/table.ts';
import { auditStore } from './audit.store.ts';
import { audit } from './audit.ts';
import { listJournalsPage } from './journals.ts';
import { getTrialBalance, listJournals, verifyLedger } from './ledger.contract.ts';
import { ledgerStore } from './ledger.store.ts';
import { trialBalance } from './trial-balance.ts';

const { TRANSACTIONS_TABLE, LEDGER_TABLE } = env({ TRANSACTIONS_TABLE: z.string(), LEDGER_TABLE: z.string() });
const ledger = ledgerStore(openTable(LEDGER_TABLE));
const books = auditStore(openTable(TRANSACTIONS_TABLE), openTable(LEDGER_TABLE));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export const ledgerHandler = httpFunction(
  route(listJournals, async ({ query }) => answer(200, await listJournalsPage({ ledger }, query))),
  route(getTrialBalance, async ({ query }) => {
    return answer(200, await trialBalance({ ledger }, query.at ?? businessDate(systemClock)));
  }),
  route(verifyLedger, async () => answer(200, { invariants: await audit({ books, pause }) })),
);
