import { Duration } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { DailySchedule } from '../constructs/daily-schedule.ts';
import { onIndex, onItems, onMachine, sendsTo } from '../constructs/grants.ts';
import type { Slice } from '../slice.ts';
import type { DataStack } from '../stacks/data.ts';
import type { EventQueues } from './events.ts';

interface Machines {
  /** By which shipments are confirmed. */
  readonly capture: IStateMachine;
}

const tablesOf = (data: DataStack) => ({
  TRANSACTIONS_TABLE: data.transactions.tableName,
  LEDGER_TABLE: data.ledger.tableName,
});

/** What both functions may do: change orders by the use cases that the API has for them. */
const mayChangeOrders = (data: DataStack) => [
  onItems(data.transactions, ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'], ['MERCHANT#*']),
  onIndex(data.transactions, 'byCreation', 'Query'),
];

/** The shop's view of orders: labels, buttons, dialogs and files of shipments. */
export function addStorefrontOrders(
  scope: Construct,
  { platform, data, frontDoor }: Slice,
  { capture }: Machines,
): void {
  const { storefrontOrdersHandler } = new Capability(scope, 'StorefrontOrders', {
    platform,
    source: 'functions/storefront/storefront-orders',
    environment: { ...tablesOf(data), CAPTURE_MACHINE_ARN: capture.stateMachineArn },
    exports: {
      storefrontOrdersHandler: {
        timeout: Duration.seconds(29), // as long as API Gateway waits
        memoryMb: 1769, // one whole CPU: a file packs and unpacks the proofs of a thousand orders
        may: [...mayChangeOrders(data), onMachine(capture, 'StartSyncExecution')],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'StorefrontOrdersRoutes',
    storefrontOrdersHandler,
    'GET /v1/storefront/orders',
    'GET /v1/storefront/orders/{orderId}',
    'POST /v1/storefront/orders/{orderId}/actions',
    'POST /v1/storefront/orders/{orderId}/edits',
    'POST /v1/storefront/orders/{orderId}/status-reports',
    'POST /v1/storefront/orders/{orderId}/refreshes',
    'POST /v1/storefront/orders:confirm',
    'GET /v1/storefront/orders:export',
  );
}

/** What is apart between a shop's orders and ours, and how it is brought together. */
export function addDrifts(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const { driftsHandler } = new Capability(scope, 'Drifts', {
    platform,
    source: 'functions/drift/drifts',
    environment: tablesOf(data),
    exports: {
      driftsHandler: {
        timeout: Duration.seconds(29), // as long as API Gateway waits
        memoryMb: 1024,
        // A decision that confirms is written in the capture's own transaction, which no machine could do for it.
        may: [...mayChangeOrders(data), onItems(data.ledger, ['PutItem'], ['JOURNAL#*'])],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'DriftsRoutes',
    driftsHandler,
    'GET /v1/drifts',
    'GET /v1/drifts/{driftId}',
    'POST /v1/drifts/{driftId}/resolution',
    'POST /v1/drifts:compare',
    'POST /v1/drifts:compare-file',
  );
}

/** Merchants are written to about what stays apart for more than a day. */
export function addDriftDigest(
  scope: Construct,
  { platform, data }: Slice,
  { notifications }: Pick<EventQueues, 'notifications'>,
): void {
  const { digestDriftsJob } = new Capability(scope, 'DriftDigest', {
    platform,
    source: 'functions/drift/drift-digest',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      NOTIFICATIONS_QUEUE_URL: notifications.queueUrl,
    },
    exports: {
      digestDriftsJob: {
        timeout: Duration.minutes(5),
        may: [
          onItems(data.transactions, ['GetItem'], ['MERCHANT#*']),
          onIndex(data.transactions, 'openHolds', 'Query'),
          sendsTo(notifications),
        ],
      },
    },
  }).functions;
  new DailySchedule(scope, 'DailyDriftDigest', {
    platform,
    job: digestDriftsJob,
    at: platform.stage.schedules.digestDrifts,
    section: 'a-daily-job-did-not-run',
  });
}
