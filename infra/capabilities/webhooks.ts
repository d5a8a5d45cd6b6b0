import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onIndex, onItems, onMachine, withKey } from '../constructs/grants.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { RunbookAlarm } from '../constructs/runbook-alarm.ts';
import { Workflow, type WorkflowProps } from '../constructs/workflow.ts';
import type { Slice } from '../slice.ts';
import type { EventQueues } from './events.ts';

const ofMerchants = ['MERCHANT#*'];

/** Events brought to the merchants' own servers: endpoints, deliveries with their retries, and replays. */
export function addWebhooks(scope: Construct, slice: Slice, queues: EventQueues): void {
  const { delivery, replay } = addMachines(scope, slice);
  addFirstDelivery(scope, slice, queues, delivery);
  addWebhookRoutes(scope, slice, replay);
  new RunbookAlarm(scope, 'WebhooksNotTaken', {
    topic: slice.platform.alarmTopic,
    metric: percentNotTaken,
    says: 'Nearly no webhook of all merchants is taken.',
    section: 'nearly-no-webhook-is-taken',
    threshold: 90,
    periods: 3,
  });
}

const attempts = (metricName: string) =>
  new Metric({
    namespace: 'Tegata',
    metricName,
    dimensionsMap: { service: 'webhooks' },
    period: Duration.minutes(5),
    statistic: 'Sum',
  });

/** Of all attempts at all receivers (functions/webhooks/count-outcome.ts); fewer than twenty in five minutes tell nothing. */
const percentNotTaken = new MathExpression({
  expression:
    'IF(FILL(taken, 0) + FILL(missed, 0) >= 20, 100 * FILL(missed, 0) / (FILL(taken, 0) + FILL(missed, 0)), 0)',
  label: 'percent of attempts that were not taken',
  period: Duration.minutes(5),
  usingMetrics: { taken: attempts('WebhookTaken'), missed: attempts('WebhookNotTaken') },
});

/** Every function that calls a merchant's server, or lets one register an address, knows which addresses it may call. */
const environmentOf = ({ platform, data }: Slice) => ({
  TRANSACTIONS_TABLE: data.transactions.tableName,
  DATA_KEY_ID: data.personalDataKey.keyId,
  WEBHOOK_LOOPBACK: platform.stage.isLocal ? 'allowed' : 'refused', // in AWS it leads into the function itself
});

function addMachines(scope: Construct, slice: Slice): { delivery: IStateMachine; replay: IStateMachine } {
  const { platform, data } = slice;
  const onDeliveries = onItems(data.transactions, ['GetItem', 'PutItem', 'UpdateItem'], ofMerchants);
  const opens = withKey(data.personalDataKey, 'Decrypt');
  const { retryDeliveryStep, replayEventsStep } = new Capability(scope, 'WebhookSteps', {
    platform,
    source: 'functions/webhooks/webhook-steps',
    environment: environmentOf(slice),
    exports: {
      // A receiver has fifteen seconds; the rest is ours.
      retryDeliveryStep: { timeout: Duration.seconds(30), may: [onDeliveries, opens] },
      replayEventsStep: {
        timeout: Duration.minutes(3),
        may: [onDeliveries, onItems(data.transactions, ['Query'], ofMerchants), opens],
      },
    },
  }).functions;
  const workflow = (id: string, definition: string, steps: WorkflowProps['steps']) =>
    new Workflow(scope, id, { platform, definition, type: 'standard', steps }).stateMachine;
  return {
    delivery: workflow('WebhookDeliveryWorkflow', 'webhook-delivery', { retryDeliveryStep }),
    replay: workflow('WebhookReplayWorkflow', 'webhook-replay', { replayEventsStep }),
  };
}

/**
 * A call waits for receivers: without a limit, some that are slow and wanted by a busy merchant would take the concurrency that
 * authorizes orders. With ten events each, fifty calls bring a hundred events a second even when every receiver is silent, and
 * the queue gives out those of other merchants first (Amazon SQS developer guide, "Fair queues").
 */
const deliveriesAtOnce = 50;

function addFirstDelivery(scope: Construct, slice: Slice, queues: EventQueues, delivery: IStateMachine): void {
  const { platform, data } = slice;
  const { deliverWebhooksJob } = new Capability(scope, 'WebhookDelivery', {
    platform,
    source: 'functions/webhooks/delivery',
    environment: { ...environmentOf(slice), DELIVERY_MACHINE_ARN: delivery.stateMachineArn },
    exports: {
      deliverWebhooksJob: {
        timeout: Duration.seconds(30),
        may: [
          onItems(data.transactions, ['GetItem', 'Query', 'PutItem', 'UpdateItem'], ofMerchants),
          withKey(data.personalDataKey, 'Decrypt'),
          onMachine(delivery, 'StartExecution'),
        ],
      },
    },
  }).functions;
  new QueueConsumer(scope, 'DeliversWebhooks', {
    queue: queues.webhooks,
    consumer: deliverWebhooksJob,
    batchSize: 10,
    callsMax: deliveriesAtOnce,
  });
}

function addWebhookRoutes(scope: Construct, slice: Slice, replay: IStateMachine): void {
  const { platform, data, frontDoor } = slice;
  const { webhooksHandler } = new Capability(scope, 'WebhookEndpoints', {
    platform,
    source: 'functions/webhooks/webhooks',
    environment: { ...environmentOf(slice), REPLAY_MACHINE_ARN: replay.stateMachineArn },
    exports: {
      webhooksHandler: {
        timeout: Duration.seconds(15),
        memoryMb: 1024,
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'], ofMerchants),
          onIndex(data.transactions, 'byCreation', 'Query'),
          withKey(data.personalDataKey, 'GenerateDataKey', 'Decrypt'),
          onMachine(replay, 'StartExecution'),
        ],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'WebhooksRoutes',
    webhooksHandler,
    'GET /v1/webhook-endpoints',
    'POST /v1/webhook-endpoints',
    'GET /v1/webhook-endpoints/{endpointId}',
    'PATCH /v1/webhook-endpoints/{endpointId}',
    'DELETE /v1/webhook-endpoints/{endpointId}',
    'POST /v1/webhook-endpoints/{endpointId}/secret-rotations',
    'POST /v1/webhook-endpoints/{endpointId}/tests',
    'GET /v1/webhook-endpoints/{endpointId}/deliveries',
    'POST /v1/webhook-endpoints/{endpointId}/replays',
    'GET /v1/webhook-endpoints/{endpointId}/replays/{replayId}',
    'POST /v1/events/{eventId}/redeliveries',
  );
}
