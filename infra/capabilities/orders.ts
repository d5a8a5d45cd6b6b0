import { Duration } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { DailySchedule } from '../constructs/daily-schedule.ts';
import { onIndex, onItems, onMachine, readsSecret } from '../constructs/grants.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { Slice } from '../slice.ts';

/** Orders and credit accounts lie in the partitions of their merchants: API keys and other partitions are out of reach. */
const ofMerchants = ['MERCHANT#*'];

interface Counterparty {
  readonly bureauUrl: string;
}

/** An order from authorization to confirmed sale. Both workflows are Express: the caller waits for the result. */
export function addOrders(scope: Construct, slice: Slice, bureau: Counterparty): { capture: IStateMachine } {
  const { platform, data, frontDoor } = slice;
  const authorization = addAuthorization(scope, slice, bureau);
  const capture = addCapture(scope, slice);
  const { ordersHandler } = new Capability(scope, 'Orders', {
    platform,
    source: 'functions/orders/orders',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      LEDGER_TABLE: data.ledger.tableName,
      AUTHORIZATION_MACHINE_ARN: authorization.stateMachineArn,
      CAPTURE_MACHINE_ARN: capture.stateMachineArn,
    },
    exports: {
      ordersHandler: {
        timeout: Duration.seconds(29), // as long as API Gateway waits
        memoryMb: 1024,
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'], ofMerchants),
          onItems(data.ledger, ['PutItem'], ['JOURNAL#*']), // credit notes
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
    'POST /v1/orders/{orderId}/finalizations',
    'POST /v1/orders/{orderId}/credit-notes',
    'POST /v1/orders/{orderId}/extensions',
  );
  return { capture };
}

/** Every order takes one step; only a large one takes the second, which has the bureau's key. */
function addAuthorization(scope: Construct, slice: Slice, bureau: Counterparty) {
  const { platform, data } = slice;
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
    steps: { ...functions, ...addOrderCheck(scope, slice, bureau) },
  }).stateMachine;
}

/** The question to the bureau, and the workflow that finds out its answer when there is none in time. */
function addOrderCheck(scope: Construct, { platform, data }: Slice, { bureauUrl }: Counterparty) {
  const environment = {
    TRANSACTIONS_TABLE: data.transactions.tableName,
    LEDGER_TABLE: data.ledger.tableName, // the store is told where journals go; a check posts none
    BUREAU_URL: bureauUrl,
    BUREAU_SECRET_ID: data.bureauKey.secretArn,
  };
  const may = [
    onItems(data.transactions, ['GetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem'], ofMerchants),
    ...readsSecret(data.bureauKey),
  ];
  const timeout = Duration.seconds(20);
  const resolution = new Workflow(scope, 'OrderCheckWorkflow', {
    platform,
    definition: 'order-check',
    type: 'standard',
    steps: new Capability(scope, 'CheckResolution', {
      platform,
      source: 'functions/orders/check-resolution',
      environment,
      exports: { resolveOrderCheckStep: { timeout, may }, giveUpOrderCheckStep: { timeout, may } },
    }).functions,
  }).stateMachine;
  return new Capability(scope, 'OrderCheck', {
    platform,
    source: 'functions/orders/order-check',
    environment: { ...environment, RESOLUTION_MACHINE_ARN: resolution.stateMachineArn },
    exports: {
      askOrderCheckStep: { timeout, memoryMb: 1024, may: [...may, onMachine(resolution, 'StartExecution')] },
    },
  }).functions;
}

/** What operators see and decide of the orders that wait for a person. */
export function addOrderReviews(scope: Construct, { platform, data, frontDoor }: Slice): void {
  const { orderReviewsHandler } = new Capability(scope, 'OrderReviews', {
    platform,
    source: 'functions/orders/order-reviews',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, LEDGER_TABLE: data.ledger.tableName },
    exports: {
      orderReviewsHandler: {
        timeout: Duration.seconds(15),
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'PutItem'], [...ofMerchants, 'OPERATOR']),
          onItems(data.transactions, ['UpdateItem', 'ConditionCheckItem'], ofMerchants),
          onIndex(data.transactions, 'openHolds', 'Query'),
        ],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'OrderReviewsRoutes',
    orderReviewsHandler,
    'GET /v1/order-reviews',
    'POST /v1/orders/{orderId}/review-decisions',
  );
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
