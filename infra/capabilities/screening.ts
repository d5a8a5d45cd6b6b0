import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onIndex, onItems, onMachine, readsSecret, withKey } from '../constructs/grants.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { Slice } from '../slice.ts';
import type { DataStack } from '../stacks/data.ts';

/** The screening of a buyer: a Standard workflow, because it may wait days for a person's decision. */
export function addScreening(
  scope: Construct,
  { platform, data }: Slice,
  { bureauUrl }: { readonly bureauUrl: string },
): IStateMachine {
  const { functions } = new Capability(scope, 'Screening', {
    platform,
    source: 'functions/screening/screening',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      DATA_KEY_ID: data.personalDataKey.keyId,
      MAC_KEY_ID: data.macKey.keyId,
      BUREAU_URL: bureauUrl,
      BUREAU_SECRET_ID: data.bureauKey.secretArn,
    },
    exports: stepsOf(data),
  });
  return new Workflow(scope, 'ScreeningWorkflow', {
    platform,
    definition: 'screening',
    type: 'standard',
    steps: functions,
  }).stateMachine;
}

/** Each step may do its own part: only three of them change a buyer, one reads the register of addresses, one has the bureau's key. */
function stepsOf({ transactions, personalDataKey, macKey, bureauKey }: DataStack) {
  const readsCase = onItems(transactions, ['GetItem'], ['EXAMINATION#*', 'MERCHANT#*']);
  const writesExamination = onItems(transactions, ['PutItem'], ['EXAMINATION#*']);
  const writesCase = onItems(transactions, ['PutItem'], ['EXAMINATION#*', 'MERCHANT#*']);
  // What is granted goes on with the account that there may be, and is found by the buyer's id.
  const grants = [
    onItems(transactions, ['Query', 'UpdateItem', 'ConditionCheckItem'], ['MERCHANT#*']),
    onItems(transactions, ['PutItem'], ['BUYER#*']),
    readsCompany(transactions),
    guardsCompany(transactions),
  ];
  const opens = withKey(personalDataKey, 'Decrypt');
  const seals = withKey(personalDataKey, 'GenerateDataKey');
  const timeout = Duration.seconds(15);
  return {
    validateApplicationStep: { timeout, may: [readsCase, opens] },
    checkEmailStep: {
      timeout,
      may: [readsCase, onItems(transactions, ['GetItem'], ['EMAIL#*']), opens, withKey(macKey, 'GenerateMac')],
    },
    matchListsStep: {
      timeout,
      memoryMb: 1024,
      may: [readsCase, ...readsLists(transactions), writesExamination, opens, seals],
    },
    reuseFacilityStep: { timeout, may: [readsCase, writesCase, ...grants] },
    askBureauStep: { timeout: Duration.seconds(30), may: [readsCase, writesExamination, ...readsSecret(bureauKey)] },
    scoreApplicationStep: { timeout, may: [readsCase, readsCompany(transactions), writesExamination, opens] },
    requestReviewStep: { timeout, may: [readsCase, writesCase] },
    recordDecisionStep: { timeout, may: [readsCase, writesCase, ...grants] },
  };
}

/** The lists in force, and their contents. */
export const readsLists = (transactions: Table) => [
  onItems(transactions, ['Query'], ['SANCTIONSLISTS']),
  onItems(transactions, ['BatchGetItem'], ['SANCTIONSLIST#*']),
];

/** What a company has been granted, merchant by merchant. */
export const readsCompany = (transactions: Table) =>
  onItems(transactions, ['Query', 'BatchGetItem'], ['COMPANY#*', 'MERCHANT#*']);

/** Grants to one company follow each other (functions/credit/company-guard.ts). */
export const guardsCompany = (transactions: Table) => onItems(transactions, ['GetItem', 'PutItem'], ['COMPANY#*']);

/** Starts a screening for every examination that an application opened, from the table's stream. */
export function addScreeningStart(
  scope: Construct,
  { platform, data }: Slice,
  { screening }: { readonly screening: IStateMachine },
): void {
  const { startScreeningsJob } = new Capability(scope, 'ScreeningStart', {
    platform,
    source: 'functions/screening/start',
    environment: { SCREENING_MACHINE_ARN: screening.stateMachineArn },
    exports: {
      startScreeningsJob: { timeout: Duration.seconds(30), may: [onMachine(screening, 'StartExecution')] },
    },
  }).functions;
  new StreamConsumer(scope, 'ScreeningsFromApplications', {
    platform,
    table: data.transactions,
    consumer: startScreeningsJob,
    retryAttempts: 20, // one application that cannot be started must not keep the others waiting
    // A hit of a re-screening waits for a person from the start: there is nothing to screen.
    pattern: {
      eventName: ['INSERT'],
      dynamodb: {
        Keys: { PK: { S: [{ prefix: 'EXAMINATION#' }] } },
        NewImage: { state: { S: ['in_progress'] } },
      },
    },
    section: 'screenings-do-not-start',
  });
}

/** What operators see and decide of the applications that wait for a person. */
export function addExaminations(
  scope: Construct,
  { platform, data, frontDoor }: Slice,
  { screening }: { readonly screening: IStateMachine },
): void {
  const { examinationsHandler } = new Capability(scope, 'Examinations', {
    platform,
    source: 'functions/screening/examinations',
    environment: {
      TRANSACTIONS_TABLE: data.transactions.tableName,
      DATA_KEY_ID: data.personalDataKey.keyId,
    },
    exports: {
      examinationsHandler: {
        timeout: Duration.seconds(15),
        memoryMb: 1024,
        may: [
          onItems(data.transactions, ['GetItem', 'BatchGetItem'], ['EXAMINATION#*', 'MERCHANT#*', 'OPERATOR']),
          onItems(data.transactions, ['PutItem'], ['EXAMINATION#*', 'MERCHANT#*', 'OPERATOR', 'BUYER#*']),
          onItems(data.transactions, ['Query', 'UpdateItem', 'ConditionCheckItem'], ['MERCHANT#*']),
          onItems(data.transactions, ['Query'], ['BUYER#*']),
          readsCompany(data.transactions),
          guardsCompany(data.transactions),
          ...readsLists(data.transactions),
          onIndex(data.transactions, 'byCreation', 'Query'),
          withKey(data.personalDataKey, 'GenerateDataKey', 'Decrypt'),
          onMachine(screening, 'SendTaskSuccess'),
        ],
      },
    },
  }).functions;
  frontDoor.addRoutes(
    'ExaminationsRoutes',
    examinationsHandler,
    'GET /v1/examinations',
    'GET /v1/examinations/{examinationId}',
    'POST /v1/examinations/{examinationId}/decision',
    'POST /v1/examinations/{examinationId}/information-requests',
    'POST /v1/examinations/{examinationId}/list-searches',
  );
}
