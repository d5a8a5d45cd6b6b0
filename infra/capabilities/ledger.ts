import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onItems } from '../constructs/grants.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import type { Slice } from '../slice.ts';

export function addLedger(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const { ledgerHandler } = new Capability(scope, 'Ledger', {
    platform,
    source: 'functions/ledger/ledger',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, LEDGER_TABLE: data.ledger.tableName },
    exports: {
      ledgerHandler: {
        timeout: Duration.seconds(29), // as long as API Gateway waits
        memoryMb: 1024,
        may: [onItems(data.ledger, ['Query', 'Scan']), onItems(data.transactions, ['Scan'])],
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
    // The balances that the job writes come along in the stream too: it is not called for them.
    pattern: { eventName: ['INSERT'], dynamodb: { Keys: { PK: { S: [{ prefix: 'JOURNAL#' }] } } } },
    section: 'balances-are-late',
  });
}
