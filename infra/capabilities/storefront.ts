import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onIndex, onItems, withKey } from '../constructs/grants.ts';
import type { Slice } from '../slice.ts';
import type { DataStack } from '../stacks/data.ts';

/** Members as files: an import takes most of what a request may take. */
export function addMemberFiles(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const { memberFilesHandler } = new Capability(scope, 'MemberFiles', {
    platform,
    source: 'functions/storefront/member-files',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      DATA_KEY_ID: data.personalDataKey.keyId,
      MAC_KEY_ID: data.macKey.keyId,
    },
    exports: {
      memberFilesHandler: { timeout: Duration.seconds(29), memoryMb: 1769, may: membersMay(data) },
    },
  }).functions;
  frontDoor.addRoutes('MemberFilesRoutes', memberFilesHandler, 'POST /v1/buyers:import', 'GET /v1/buyers:export');
}

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
          ...membersMay(data),
          // The live check of the settings asks the register of connections, whoever's the id may be.
          onItems(data.transactions, ['GetItem'], ['CONNECTION#paid#*']),
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
    'GET /v1/storefront/members/{buyerId}',
    'POST /v1/storefront/members',
    'POST /v1/storefront/members/{buyerId}/status-changes',
    'POST /v1/storefront/members/{buyerId}/applications',
    'POST /v1/storefront/members/{buyerId}/refreshes',
    'POST /v1/storefront/members:refresh',
    'POST /v1/storefront/link-requests',
  );
}

/** Members go through the doors to an application, on the screen and by file. */
const membersMay = ({ transactions, personalDataKey, macKey }: DataStack) => [
  onItems(transactions, ['GetItem', 'BatchGetItem', 'PutItem', 'BatchWriteItem'], ['MERCHANT#*']),
  onItems(transactions, ['UpdateItem'], ['MERCHANT#*']), // a credit account is told of its buyer's methods
  // An application claims its e-mail address and opens its examination in the transaction that records it.
  onItems(transactions, ['GetItem', 'UpdateItem'], ['EMAIL#*']),
  onItems(transactions, ['PutItem'], ['EXAMINATION#*', 'COMPANY#*', 'BUYER#*']),
  onIndex(transactions, 'byCreation', 'Query'),
  withKey(personalDataKey, 'GenerateDataKey', 'Decrypt'),
  withKey(macKey, 'GenerateMac'),
];
