import { MetricUnit } from '@aws-lambda-powertools/metrics';
import * as z from 'zod/mini';
import { env } from '../shared/env.ts';
import { openTable } from '../shared/table.ts';
import { logger, metrics } from '../shared/telemetry.ts';
import { auditStore } from './audit.store.ts';
import { audit } from './audit.ts';

const { TRANSACTIONS_TABLE, LEDGER_TABLE } = env({ TRANSACTIONS_TABLE: z.string(), LEDGER_TABLE: z.string() });
const books = auditStore(openTable(TRANSACTIONS_TABLE), openTable(LEDGER_TABLE));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Daily, at night in Japan: whether or not anybody asks, an invariant that does not hold wakes somebody (docs/runbook.md). */
export async function verifyLedgerJob(): Promise<{ broken: number }> {
  const findings = await audit({ books, pause });
  const broken = findings.filter(({ holds }) => !holds);
  for (const finding of broken) logger.error('ledger invariant broken', { ...finding });
  metrics.addMetric('LedgerInvariantsBroken', MetricUnit.Count, broken.length);
  metrics.publishStoredMetrics();
  return { broken: broken.length };
}
