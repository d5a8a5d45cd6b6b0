import { Duration } from 'aws-cdk-lib';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { Capability } from '../constructs/capability.ts';
import { onIndex, onItems, onMachine, readsSecret, withKey } from '../constructs/grants.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { Slice } from '../slice.ts';

/** The screening of a buyer: a Standard workflow, because it may wait days for a person's decision. */
export function addScreening(
  scope: Construct,
  { platform, data }: Slice,
  { bureauUrl }: { readonly bureauUrl: string },
): IStateMachine {
  const reads = onItems(data.transactions, ['GetItem']);
  const writes = onItems(data.transactions, ['GetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem']);
  const decrypts = withKey(data.personalDataKey, 'Decrypt');
  const blindIndex = withKey(data.macKey, 'GenerateMac');
  const timeout = Duration.seconds(15);
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
    exports: {
      validateApplicationStep: { timeout, may: [writes, decrypts] },
      checkEmailStep: { timeout, may: [writes, decrypts, blindIndex] },
      matchListsStep: { timeout, memoryMb: 1024, may: [writes, decrypts] },
      askBureauStep: { timeout: Duration.seconds(30), may: [writes, decrypts, ...readsSecret(data.bureauKey)] },
      scoreApplicationStep: { timeout, may: [writes, decrypts] },
      requestReviewStep: { timeout, may: [writes] },
      recordDecisionStep: { timeout, may: [writes, reads] },
    },
  });
  return new Workflow(scope, 'ScreeningWorkflow', {
    platform,
    definition: 'screening',
    type: 'standard',
    steps: functions,
  }).stateMachine;
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
      SCREENING_MACHINE_ARN: screening.stateMachineArn,
    },
    exports: {
      examinationsHandler: {
        timeout: Duration.seconds(15),
        memoryMb: 1024,
        may: [
          onItems(data.transactions, [
            'GetItem',
            'BatchGetItem',
            'Query',
            'PutItem',
            'UpdateItem',
            'ConditionCheckItem',
          ]),
          onIndex(data.transactions, 'byCreation', 'Query'),
          withKey(data.personalDataKey, 'Decrypt'),
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
  );
}
