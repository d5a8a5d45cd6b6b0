import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onItems } from '../constructs/grants.ts';
import type { Slice } from '../slice.ts';

/** What the API says about itself: its document, its health, and what is not there. */
export function addApi(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const { docsHandler, healthHandler, notFoundHandler } = new Capability(scope, 'Api', {
    platform,
    source: 'functions/api/api',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, LEDGER_TABLE: data.ledger.tableName },
    exports: {
      docsHandler: { timeout: Duration.seconds(10) },
      healthHandler: {
        timeout: Duration.seconds(10),
        may: [onItems(data.transactions, ['GetItem'], ['HEALTH']), onItems(data.ledger, ['GetItem'], ['HEALTH'])],
      },
      notFoundHandler: { timeout: Duration.seconds(10) },
    },
  }).functions;
  frontDoor.addRoutes('Docs', docsHandler, 'GET /openapi.json', 'GET /docs', 'GET /docs/{asset}');
  frontDoor.addRoutes('Problems', docsHandler, 'GET /problems/{name}');
  frontDoor.addRoutes('Health', healthHandler, 'GET /healthz');
  frontDoor.addRoutes('NotFound', notFoundHandler, '$default');
}
