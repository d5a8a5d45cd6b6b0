import { ArnFormat, Duration, Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { keepsSecrets, onIndex, onItems, readsSecret, withKey } from '../constructs/grants.ts';
import type { Slice } from '../slice.ts';
import type { DataStack } from '../stacks/data.ts';
import type { Stage } from '../stage.ts';
import { readsLists } from './screening.ts';

/** The authorizer stands before every route, so it gets the memory that makes it start and answer fast. */
export function addAuthorizer(scope: Construct, { platform, data }: Omit<Slice, 'frontDoor'>) {
  const merchants = new Capability(scope, 'Authorizer', {
    platform,
    source: 'functions/merchants/authorizer',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, ...shareOfKey(platform.stage) },
    exports: {
      authorizerHandler: {
        timeout: Duration.seconds(5),
        memoryMb: 1024,
        may: [onItems(data.transactions, ['GetItem'], ['APIKEY#*', 'OPERATORKEY#*'])],
      },
    },
  });
  return merchants.functions.authorizerHandler;
}

/** Demonstrations and tests of the local runtime send all that the machine can, with one key. */
const shareOfKey = ({ isLocal, requestsOfKey: { perSecond, burst } }: Stage): Record<string, string> =>
  isLocal ? {} : { REQUESTS_PER_SECOND: String(perSecond), REQUESTS_AT_ONCE: String(burst) };

const timeout = Duration.seconds(15);

/** An operator's request on a merchant: its item, what is written with it, and the proof. */
const onMerchants = ({ transactions, personalDataKey }: DataStack, ...more: readonly string[]) => [
  onItems(transactions, ['GetItem', 'BatchGetItem', 'Query', 'PutItem'], ['MERCHANT#*', 'OPERATOR', ...more]),
  withKey(personalDataKey, 'GenerateDataKey', 'Decrypt'),
];

/** From a merchant's application to the end of its contract: what operators do, and what the merchant sees of itself. */
export function addMerchants(scope: Construct, slice: Slice): void {
  const { platform, data, frontDoor } = slice;
  const { merchantsHandler } = new Capability(scope, 'Onboarding', {
    platform,
    source: 'functions/merchants/merchants',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      DATA_KEY_ID: data.personalDataKey.keyId,
      CERTIFICATE_SECRET_ID: data.certificateKey.secretArn,
    },
    exports: {
      merchantsHandler: {
        timeout,
        memoryMb: 1024,
        may: [
          ...onMerchants(data, 'APIKEY#*'), // a suspension takes their right to write from its merchant's keys
          ...readsLists(data.transactions),
          onIndex(data.transactions, 'byCreation', 'Query'),
          onIndex(data.transactions, 'openHolds', 'Query'), // a contract does not end while orders are open
          ...readsSecret(data.certificateKey),
        ],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'OnboardingRoutes',
    merchantsHandler,
    'POST /v1/merchants',
    'GET /v1/merchants',
    'GET /v1/merchants/{merchantId}',
    'PATCH /v1/merchants/{merchantId}',
    'GET /v1/merchant',
    'POST /v1/merchants/{merchantId}/documents',
    'POST /v1/merchants/{merchantId}/documents/{kind}/decision',
    'POST /v1/merchants/{merchantId}/submission',
    'POST /v1/merchants/{merchantId}/screenings',
    'GET /v1/merchants/{merchantId}/screenings',
    'POST /v1/merchants/{merchantId}/proposals',
    'POST /v1/merchants/{merchantId}/proposals/{proposalId}/decision',
    'POST /v1/merchants/{merchantId}/connection-tests',
  );
  addCredentials(scope, slice);
  addMethodContracts(scope, slice);
}

function addCredentials(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const { credentialsHandler } = new Capability(scope, 'Credentials', {
    platform,
    source: 'functions/merchants/credentials',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, DATA_KEY_ID: data.personalDataKey.keyId },
    exports: {
      credentialsHandler: {
        timeout,
        memoryMb: 1024,
        may: onMerchants(data, 'APIKEY#*', 'OPERATORKEY#*', 'CONNECTION#*'),
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'CredentialsRoutes',
    credentialsHandler,
    'POST /v1/merchants/{merchantId}/api-keys',
    'GET /v1/merchants/{merchantId}/api-keys',
    'POST /v1/merchants/{merchantId}/api-keys/{keyId}/rotations',
    'DELETE /v1/merchants/{merchantId}/api-keys/{keyId}',
    'POST /v1/merchants/{merchantId}/connections',
    'GET /v1/merchants/{merchantId}/connections',
    'POST /v1/merchants/{merchantId}/connections/{system}/rotations',
    'DELETE /v1/merchants/{merchantId}/connections/{system}',
    'POST /v1/operator-keys',
    'GET /v1/operator-keys',
    'POST /v1/operator-keys/{keyId}/approval',
    'DELETE /v1/operator-keys/{keyId}',
  );
}

/** The one function that writes merchants' secrets, each under a name of its own. */
function addMethodContracts(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const prefix = `tegata/${platform.stage.name}/merchants/`;
  const secretArns = Stack.of(scope).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${prefix}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const { methodContractsHandler } = new Capability(scope, 'MethodContracts', {
    platform,
    source: 'functions/merchants/method-contracts',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      DATA_KEY_ID: data.personalDataKey.keyId,
      SECRET_PREFIX: prefix,
      SECRET_KEY_ID: data.tableKey.keyId,
    },
    exports: {
      methodContractsHandler: {
        timeout,
        // A contract that begins or ends says so in its merchant's keys.
        may: [...onMerchants(data, 'APIKEY#*'), ...keepsSecrets(secretArns, data.tableKey)],
      },
    },
  }).functions;
  // The finding writes out the intrinsic functions of the ARN.
  const told = `arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${prefix}*`;
  Validations.of(methodContractsHandler.role ?? methodContractsHandler).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${told}]`,
    reason: 'Secrets are made as merchants come: their names begin with the prefix, and nothing else does.',
  });
  frontDoor.addRoutes(
    'MethodContractsRoutes',
    methodContractsHandler,
    'POST /v1/merchants/{merchantId}/contracts',
    'POST /v1/merchants/{merchantId}/contracts/{method}/transitions',
  );
}
