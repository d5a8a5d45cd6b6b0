import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onIndex, onItems, withKey } from '../constructs/grants.ts';
import type { Slice } from '../slice.ts';

/** What a shop platform shows its staff of settings and members, and what they click there. */
export function addStorefront(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const { storefrontHandler } = new Capability(scope, 'Storefront', {
    platform,
    source: 'functions/storefront/storefront',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      DATA_KEY_ID: data.personalDataKey.keyId,
      MAC_KEY_ID: data.macKey.keyId,
    },
    exports: {
      storefrontHandler: {
        timeout: Duration.seconds(15),
        memoryMb: 1024,
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'PutItem', 'BatchWriteItem'], ['MERCHANT#*']),
          // The live check of the settings asks the register of connections, whoever's the id may be.
          onItems(data.transactions, ['GetItem'], ['CONNECTION#paid#*']),
          // An application claims its e-mail address and opens its examination in the transaction that records it.
          onItems(data.transactions, ['GetItem', 'UpdateItem'], ['EMAIL#*']),
          onItems(data.transactions, ['PutItem'], ['EXAMINATION#*', 'COMPANY#*', 'BUYER#*']),
          onIndex(data.transactions, 'byCreation', 'Query'),
          withKey(data.personalDataKey, 'GenerateDataKey', 'Decrypt'),
          withKey(data.macKey, 'GenerateMac'),
        ],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'StorefrontRoutes',
    storefrontHandler,
    'GET /v1/storefront/settings',
    'POST /v1/storefront/settings',
    'POST /v1/storefront/settings/credential-checks',
    'GET /v1/storefront/members',
    'POST /v1/storefront/members',
    'POST /v1/storefront/members/{buyerId}/status-changes',
    'POST /v1/storefront/members/{buyerId}/applications',
    'POST /v1/storefront/members/{buyerId}/refreshes',
    'POST /v1/storefront/members:refresh',
    'POST /v1/storefront/link-requests',
  );
}
