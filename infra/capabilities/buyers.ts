import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onIndex, onItems, withKey } from '../constructs/grants.ts';
import type { Slice } from '../slice.ts';

export function addBuyers(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const { buyersHandler } = new Capability(scope, 'Buyers', {
    platform,
    source: 'functions/buyers/buyers',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      DATA_KEY_ID: data.personalDataKey.keyId,
      MAC_KEY_ID: data.macKey.keyId,
    },
    exports: {
      buyersHandler: {
        timeout: Duration.seconds(15),
        memoryMb: 1024,
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'Query', 'PutItem'], ['MERCHANT#*']),
          // An application claims its e-mail address and opens its examination in the transaction that records it.
          onItems(data.transactions, ['GetItem', 'UpdateItem'], ['EMAIL#*']),
          onItems(data.transactions, ['PutItem'], ['EXAMINATION#*', 'COMPANY#*', 'BUYER#*']),
          onItems(data.transactions, ['GetItem'], ['EXAMINATION#*']), // answers go into the examination
          onItems(data.transactions, ['UpdateItem'], ['MERCHANT#*']), // the account is shut, or told of its buyer's methods
          onIndex(data.transactions, 'byCreation', 'Query'),
          onIndex(data.transactions, 'openHolds', 'Query'), // GET …/credit adds up what open orders hold
          withKey(data.personalDataKey, 'GenerateDataKey', 'Decrypt'),
          withKey(data.macKey, 'GenerateMac'),
        ],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'BuyersRoutes',
    buyersHandler,
    'POST /v1/buyers',
    'GET /v1/buyers',
    'GET /v1/buyers/{buyerId}',
    'PATCH /v1/buyers/{buyerId}',
    'POST /v1/buyers/{buyerId}/closures',
    'GET /v1/buyers/{buyerId}/payment-methods',
    'POST /v1/buyers/{buyerId}/applications',
    'GET /v1/buyers/{buyerId}/credit',
    'POST /v1/buyers/{buyerId}/information',
  );
}
