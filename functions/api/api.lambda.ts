import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { lazy } from '../shared/lazy.ts';
import { openTable } from '../shared/table.ts';
import { getDocument, getHealth, getProblem, getReference, getReferenceAsset } from './api.contract.ts';
import { assetAnswer, documentAnswer, type ReadAsset, referenceAnswer } from './docs.ts';
import { checkHealth } from './health.ts';
import { problemPages } from './problem-page.ts';

const { TRANSACTIONS_TABLE, LEDGER_TABLE, STAGE } = env({
  TRANSACTIONS_TABLE: z.string(),
  LEDGER_TABLE: z.string(),
  STAGE: z.string(),
});

/** A key that nothing has: whether the table answers is the question, not what. */
const nothing = { PK: 'HEALTH', SK: 'HEALTH' };
const tables = lazy(() => ({ transactions: openTable(TRANSACTIONS_TABLE), ledger: openTable(LEDGER_TABLE) }));
const vitals = {
  transactions: () => tables().transactions.get(nothing),
  ledger: () => tables().ledger.get(nothing),
};

export const healthHandler = httpFunction(route(getHealth, () => checkHealth(vitals)));

/** Behind `$default`: it has no routes, so that every address that comes here is told to be nowhere. */
export const notFoundHandler = httpFunction();

const read: ReadAsset = (name) => readFile(new URL(`./${name}`, import.meta.url));

const explainProblem = problemPages(read);

export const docsHandler = httpFunction(
  route(getDocument, () => documentAnswer(read, STAGE)),
  route(getReference, () => referenceAnswer(read)),
  route(getReferenceAsset, ({ params }) => assetAnswer(read, params.asset)),
  route(getProblem, ({ params }) => explainProblem(params.name)),
);
