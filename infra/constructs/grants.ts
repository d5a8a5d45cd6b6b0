import { Aws } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

// What a role may do is written action by action: the L2 grants (`grantReadWriteData`) give three times as much, the right to
// delete among it. A transaction needs the rights of its parts and none of its own.

type ItemAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'
  | 'BatchWriteItem'
  | 'DescribeTable';

/**
 * Actions on the items of a table; with partition key patterns, on those partitions only. `ForAllValues` holds of a request that
 * names no keys at all, so that they are named is a condition of its own (IAM, "Single-valued and multivalued context keys").
 */
export function onItems(
  table: Table,
  actions: readonly ItemAction[],
  partitions: readonly string[] = [],
): PolicyStatement {
  return new PolicyStatement({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [table.tableArn],
    ...(partitions.length > 0
      ? {
          conditions: {
            'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
            Null: { 'dynamodb:LeadingKeys': 'false' },
          },
        }
      : {}),
  });
}

export const onIndex = (table: Table, index: string, action: 'Query' | 'Scan'): PolicyStatement =>
  new PolicyStatement({ actions: [`dynamodb:${action}`], resources: [`${table.tableArn}/index/${index}`] });

type KeyAction = 'GenerateDataKey' | 'Encrypt' | 'Decrypt' | 'GenerateMac' | 'VerifyMac';

export const withKey = (key: IKey, ...actions: readonly KeyAction[]): PolicyStatement =>
  new PolicyStatement({ actions: actions.map((action) => `kms:${action}`), resources: [key.keyArn] });

/** Reading a secret takes the right to have its key used by Secrets Manager. */
export const readsSecret = (secret: Secret): readonly PolicyStatement[] => [
  new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }),
  ...(secret.encryptionKey ? [throughSecrets(secret.encryptionKey, 'Decrypt')] : []),
];

/** Making and reading secrets whose names begin with a prefix: as many as there are merchants, so none can be named. */
export const keepsSecrets = (secretArns: string, key: IKey): readonly PolicyStatement[] => [
  new PolicyStatement({
    actions: ['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:GetSecretValue'],
    resources: [secretArns],
  }),
  throughSecrets(key, 'GenerateDataKey', 'Decrypt'),
];

/** The key of secrets is that of tables too: it opens nothing else for whom Secrets Manager does not ask. */
const throughSecrets = (key: IKey, ...actions: readonly KeyAction[]): PolicyStatement => {
  const statement = withKey(key, ...actions);
  statement.addCondition('StringEquals', { 'kms:ViaService': `secretsmanager.${Aws.REGION}.amazonaws.com` });
  return statement;
};

type MachineAction = 'StartExecution' | 'StartSyncExecution' | 'SendTaskSuccess' | 'SendTaskFailure';

export const onMachine = (machine: IStateMachine, ...actions: readonly MachineAction[]): PolicyStatement =>
  new PolicyStatement({
    actions: actions.map((action) => `states:${action}`),
    resources: [machine.stateMachineArn],
  });

export const sendsTo = (queue: IQueue): PolicyStatement =>
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] });

/** A service that acts in our name, and for our own account only: nobody else's schedule or pipe can borrow the role. */
export const serviceOfOurs = (service: string): ServicePrincipal =>
  new ServicePrincipal(service, { conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } });
