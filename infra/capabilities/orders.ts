import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { DailySchedule } from '../constructs/daily-schedule.ts';
import { onIndex, onItems, onMachine } from '../constructs/grants.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { Slice } from '../slice.ts';

/** Orders and credit accounts lie in the partitions of their merchants: API keys and other partitions are out of reach. */
const ofMerchants = ['MERCHANT#*'];

/** An order from authorization to confirmed sale. Both workflows are Express: the caller waits for the result. */
export function addOrders(scope: Construct, slice: Slice): void {
  const { platform, data, frontDoor } = slice;
  const authorization = addAuthorization(scope, slice);
  const capture = addCapture(scope, slice);
  const { ordersHandler } = new Capability(scope, 'Orders', {
    platform,
    source: 'functions/orders/orders',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      LEDGER_TABLE: data.ledger.tableName, // the store is told where journals go; only the capture step may put one there
      AUTHORIZATION_MACHINE_ARN: authorization.stateMachineArn,
      CAPTURE_MACHINE_ARN: capture.stateMachineArn,
    },
    exports: {
      ordersHandler: {
        timeout: Duration.seconds(29), // as long as API Gateway waits
        memoryMb: 1024,
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'], ofMerchants),
          onIndex(data.transactions, 'byCreation', 'Query'),
          onMachine(authorization, 'StartSyncExecution'),
          onMachine(capture, 'StartSyncExecution'),
        ],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'OrdersRoutes',
    ordersHandler,
    'POST /v1/orders',
    'GET /v1/orders',
    'GET /v1/orders/{orderId}',
    'PATCH /v1/orders/{orderId}',
    'POST /v1/orders/{orderId}/confirmations',
    'POST /v1/orders/{orderId}/cancellations',
  );
}

function addAuthorization(scope: Construct, { platform, data }: Slice) {
  const { functions } = new Capability(scope, 'Authorization', {
    platform,
    source: 'functions/orders/authorization',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName },
    exports: {
      authorizeOrderStep: {
        timeout: Duration.seconds(10),
        memoryMb: 1024,
        may: [onItems(data.transactions, ['GetItem', 'PutItem', 'UpdateItem'], ofMerchants)],
      },
    },
  });
  return new Workflow(scope, 'AuthorizationWorkflow', {
    platform,
    definition: 'authorization',
    type: 'express',
    steps: functions,
  }).stateMachine;
}

function addCapture(scope: Construct, { platform, data }: Slice) {
  const { functions } = new Capability(scope, 'Capture', {
    platform,
    source: 'functions/orders/capture',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, LEDGER_TABLE: data.ledger.tableName },
    exports: {
      captureOrderStep: {
        timeout: Duration.seconds(10),
        memoryMb: 1024,
        may: [
          onItems(data.transactions, ['GetItem', 'PutItem', 'UpdateItem'], ofMerchants),
          onItems(data.ledger, ['PutItem'], ['JOURNAL#*']),
        ],
      },
    },
  });
  return new Workflow(scope, 'CaptureWorkflow', { platform, definition: 'capture', type: 'express', steps: functions })
    .stateMachine;
}

/** Holds that were never confirmed give their credit back soon after the day on which they end. */
export function addHoldExpiry(scope: Construct, { platform, data }: Slice): void {
  const { expireHoldsJob } = new Capability(scope, 'Expiry', {
    platform,
    source: 'functions/orders/expiry',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, LEDGER_TABLE: data.ledger.tableName },
    exports: {
      expireHoldsJob: {
        timeout: Duration.minutes(15),
        may: [
          onItems(data.transactions, ['GetItem', 'PutItem', 'UpdateItem'], ofMerchants),
          onIndex(data.transactions, 'openHolds', 'Scan'),
        ],
      },
    },
  }).functions;
  new DailySchedule(scope, 'DailyExpiry', {
    platform,
    job: expireHoldsJob,
    at: platform.stage.schedules.expireHolds,
    section: 'a-daily-job-did-not-run',
  });
}
