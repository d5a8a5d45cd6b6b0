import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { DailySchedule } from '../constructs/daily-schedule.ts';
import { onIndex, onItems, onMachine, withKey } from '../constructs/grants.ts';
import { RunbookAlarm } from '../constructs/runbook-alarm.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { Slice } from '../slice.ts';
import { readsLists } from './screening.ts';

/** Lists that operators bring, and the search of everybody with credit and of merchants in them: daily, and when a list is put in force. */
export function addRescreening(scope: Construct, slice: Slice): void {
  const rescreening = addWorkflow(scope, slice);
  addLists(scope, slice, rescreening);
  addDailyRun(scope, slice, rescreening);
}

function addWorkflow(scope: Construct, { platform, data }: Slice): IStateMachine {
  const { functions } = new Capability(scope, 'Rescreening', {
    platform,
    source: 'functions/screening/rescreening',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, DATA_KEY_ID: data.personalDataKey.keyId },
    exports: {
      rescreenBuyersStep: {
        timeout: Duration.minutes(5),
        memoryMb: 1024,
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'], ['MERCHANT#*']),
          onItems(data.transactions, ['GetItem', 'PutItem'], ['EXAMINATION#*', 'BUYER#*']),
          ...readsLists(data.transactions),
          onIndex(data.transactions, 'byCreation', 'Query'),
          withKey(data.personalDataKey, 'GenerateDataKey', 'Decrypt'),
        ],
      },
    },
  });
  return new Workflow(scope, 'RescreeningWorkflow', {
    platform,
    definition: 'rescreening',
    type: 'standard',
    steps: { ...functions, ...addMerchantsStep(scope, { platform, data }) },
  }).stateMachine;
}

/** The search of merchants: the one step that takes the right to write from merchants' keys. */
function addMerchantsStep(scope: Construct, { platform, data }: Pick<Slice, 'platform' | 'data'>) {
  const { functions } = new Capability(scope, 'MerchantRescreening', {
    platform,
    source: 'functions/merchants/rescreening',
    environment: { TRANSACTIONS_TABLE: data.transactions.tableName, DATA_KEY_ID: data.personalDataKey.keyId },
    exports: {
      rescreenMerchantsStep: {
        timeout: Duration.minutes(5),
        memoryMb: 1024,
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem', 'Query', 'PutItem'], ['MERCHANT#*', 'APIKEY#*']),
          ...readsLists(data.transactions),
          onIndex(data.transactions, 'byCreation', 'Query'),
          withKey(data.personalDataKey, 'GenerateDataKey', 'Decrypt'),
        ],
      },
    },
  });
  new RunbookAlarm(scope, 'MerchantsHeld', {
    topic: platform.alarmTopic,
    metric: new Metric({
      namespace: 'Tegata',
      metricName: 'MerchantsHeld',
      dimensionsMap: { service: 'merchants' },
      period: Duration.minutes(5),
      statistic: 'Sum',
    }),
    says: 'A list names a merchant: it is suspended until two operators have decided.',
    section: 'a-list-names-a-merchant',
    threshold: 1,
  });
  return functions;
}

function addLists(scope: Construct, { platform, data, frontDoor }: Slice, rescreening: IStateMachine): void {
  const { sanctionsListsHandler } = new Capability(scope, 'SanctionsLists', {
    platform,
    source: 'functions/screening/sanctions-lists',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      RESCREENING_MACHINE_ARN: rescreening.stateMachineArn,
    },
    exports: {
      sanctionsListsHandler: {
        timeout: Duration.seconds(15),
        memoryMb: 1024,
        may: [
          onItems(
            data.transactions,
            ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
            ['SANCTIONSLIST#*', 'SANCTIONSLISTS', 'OPERATOR'],
          ),
          onIndex(data.transactions, 'byCreation', 'Query'),
          onMachine(rescreening, 'StartExecution'),
        ],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'SanctionsListsRoutes',
    sanctionsListsHandler,
    'GET /v1/sanctions-lists',
    'POST /v1/sanctions-lists',
    'POST /v1/sanctions-lists/{versionId}/decision',
  );
}

function addDailyRun(scope: Construct, { platform }: Slice, rescreening: IStateMachine): void {
  const { startRescreeningJob } = new Capability(scope, 'RescreeningStart', {
    platform,
    source: 'functions/screening/start-rescreening',
    environment: { RESCREENING_MACHINE_ARN: rescreening.stateMachineArn },
    exports: {
      startRescreeningJob: { timeout: Duration.seconds(30), may: [onMachine(rescreening, 'StartExecution')] },
    },
  }).functions;
  new DailySchedule(scope, 'DailyRescreening', {
    platform,
    job: startRescreeningJob,
    at: platform.stage.schedules.rescreenBuyers,
    section: 'a-daily-job-did-not-run',
  });
}
