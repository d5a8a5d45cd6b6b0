import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onItems } from '../constructs/grants.ts';
import type { Slice } from '../slice.ts';

/** The authorizer stands before every route, so it gets the memory that makes it start and answer fast. */
export function addAuthorizer(scope: Construct, { platform, data }: Omit<Slice, 'frontDoor'>) {
  const merchants = new Capability(scope, 'Authorizer', {
    platform,
    source: 'functions/merchants/authorizer',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName },
    exports: {
      authorizerHandler: {
        timeout: Duration.seconds(5),
        memoryMb: 1024,
        may: [onItems(data.transactions, ['GetItem'], ['APIKEY#*'])],
      },
    },
  });
  return merchants.functions.authorizerHandler;
}
