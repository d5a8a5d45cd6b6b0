import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { DailySchedule } from '../constructs/daily-schedule.ts';
import { onItems } from '../constructs/grants.ts';
import { RunbookAlarm } from '../constructs/runbook-alarm.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import type { Slice } from '../slice.ts';
import type { DataStack } from '../stacks/data.ts';

export function addLedger(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const { ledgerHandler } = new Capability(scope, 'Ledger', {
    platform,
    source: 'functions/ledger/ledger',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, LEDGER_TABLE: data.ledger.tableName },
    exports: {
      ledgerHandler: {
        timeout: Duration.seconds(29), // as long as API Gateway waits
        memoryMb: 1024,
        may: mayAudit(data),
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'LedgerRoutes',
    ledgerHandler,
    'GET /v1/ledger/journals',
    'GET /v1/ledger/trial-balance',
    'POST /v1/ledger:verify',
  );
}

/** Adds up the derived balances from the ledger's stream, with its checkpoint per shard in the same transaction. */
export function addBalances(scope: Construct, { platform, data }: Slice): void {
  const { projectBalancesJob } = new Capability(scope, 'Balances', {
    platform,
    source: 'functions/ledger/projection',
    environment: { LEDGER_TABLE: data.ledger.tableName },
    exports: {
      projectBalancesJob: {
        timeout: Duration.minutes(1),
        may: [onItems(data.ledger, ['BatchGetItem', 'UpdateItem'], ['BALANCE*'])],
      },
    },
  }).functions;
  new StreamConsumer(scope, 'BalancesFromLedger', {
    platform,
    table: data.ledger,
    consumer: projectBalancesJob,
    tumblingWindow: Duration.minutes(1),
    // No retryAttempts: a batch that is passed over would lie behind the balances' marks, and never be counted.
    // The balances that the job writes come along in the stream too: it is not called for them.
    pattern: { eventName: ['INSERT'], dynamodb: { Keys: { PK: { S: [{ prefix: 'JOURNAL#' }] } } } },
    section: 'balances-are-late',
  });
}

/** The nightly audit: it reads both tables from end to end, and rings when an invariant does not hold. */
export function addVerification(scope: Construct, { platform, data }: Slice): void {
  const { verifyLedgerJob } = new Capability(scope, 'Verification', {
    platform,
    source: 'functions/ledger/verification',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, LEDGER_TABLE: data.ledger.tableName },
    exports: {
      verifyLedgerJob: { timeout: Duration.minutes(15), memoryMb: 1024, may: mayAudit(data) },
    },
  }).functions;
  new DailySchedule(scope, 'DailyVerification', {
    platform,
    job: verifyLedgerJob,
    at: platform.stage.schedules.verifyLedger,
    section: 'a-daily-job-did-not-run',
  });
  new RunbookAlarm(scope, 'LedgerBroken', {
    topic: platform.alarmTopic,
    metric: new Metric({
      namespace: 'Tegata',
      metricName: 'LedgerInvariantsBroken',
      dimensionsMap: { service: 'ledger' },
      period: Duration.minutes(5),
      statistic: 'Maximum',
    }),
    says: 'An invariant of the ledger does not hold.',
    section: 'the-ledger-does-not-verify',
    threshold: 1,
  });
}

const mayAudit = (data: DataStack) => [onItems(data.ledger, ['Query', 'Scan']), onItems(data.transactions, ['Scan'])];
