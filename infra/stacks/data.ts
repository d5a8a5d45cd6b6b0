import { CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import { AttributeType, ProjectionType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { ProductTable } from '../constructs/product-table.ts';
import type { Stage } from '../stage.ts';

/** What outlives every deployment: the tables, the keys that make them readable, and the secrets we share with others. */
export class DataStack extends Stack {
  readonly tableKey: Key;
  readonly transactions: ProductTable;
  readonly ledger: ProductTable;
  readonly personalDataKey: Key;
  readonly macKey: Key;
  readonly bureauKey: Secret;
  readonly certificateKey: Secret;

  constructor(scope: Construct, id: string, { stage }: { readonly stage: Stage }) {
    super(scope, id, { description: `Tegata ${stage.name}: tables, keys and secrets` });
    this.tableKey = this.addTableKey(stage);
    this.transactions = this.addTransactions(stage, this.tableKey);
    this.ledger = this.addLedger(stage, this.tableKey);
    if (!stage.hasSandbox) this.tellTable(); // a sandbox has its operators already
    this.personalDataKey = new Key(this, 'PersonalDataKey', {
      description: 'Wraps the data keys of encrypted fields: names, addresses, bank account numbers',
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
    });
    this.macKey = new Key(this, 'MacKey', {
      description: 'Makes blind indexes: equal values can be found, none can be read',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy: stage.removalPolicy,
    });
    this.bureauKey = new Secret(this, 'BureauKey', {
      description: 'Signs our inquiries to the credit bureau',
      encryptionKey: this.tableKey,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: stage.removalPolicy,
    });
    Validations.of(this.bureauKey).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The bureau issues this key and takes a new one by hand; docs/runbook.md says how it is changed.',
    });
    this.certificateKey = new Secret(this, 'CertificateKey', {
      description: 'Signs what is certified of a connection test; the test and the live environment have the same text',
      encryptionKey: this.tableKey,
      generateSecretString: { passwordLength: 48, excludePunctuation: true },
      removalPolicy: stage.removalPolicy,
    });
    Validations.of(this.certificateKey).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Two deployments keep the same text, so neither can change it alone; docs/runbook.md says how it is changed.',
    });
  }

  private tellTable(): void {
    new CfnOutput(this, 'TransactionsTable', {
      description: 'Where the first operators are let in (npm run first-operators)',
      value: this.transactions.tableName,
    });
  }

  /** For data at rest. Whoever may use a table may use it, through DynamoDB only: the field keys are other keys. */
  private addTableKey(stage: Stage): Key {
    const key = new Key(this, 'TableKey', {
      description: 'Encrypts the tables and secrets at rest',
      enableKeyRotation: true,
      rotationPeriod: Duration.days(365),
      removalPolicy: stage.removalPolicy,
    });
    // As the DynamoDB developer guide shows it ("Using IAM to control the use of a customer managed key"); CreateGrant is for
    // DynamoDB itself, which works on the table when nobody is calling (streams, recovery).
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ThroughDynamoDb',
        principals: [new AnyPrincipal()],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:DescribeKey',
          'kms:CreateGrant',
        ],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': this.account,
            'kms:ViaService': `dynamodb.${this.region}.amazonaws.com`,
          },
        },
      }),
    );
    return key;
  }

  private addTransactions(stage: Stage, key: Key): ProductTable {
    const table = new ProductTable(this, 'Transactions', {
      stage,
      key,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
    });
    table.addGlobalSecondaryIndex({
      indexName: 'byCreation',
      partitionKey: { name: 'GSI1PK', type: AttributeType.STRING },
      sortKey: { name: 'GSI1SK', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    // Sparse: only orders that hold credit are in it, so that the daily expiry reads nothing else.
    table.addGlobalSecondaryIndex({
      indexName: 'openHolds',
      partitionKey: { name: 'GSI2PK', type: AttributeType.STRING },
      sortKey: { name: 'GSI2SK', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['amountRemaining', 'expiresOn'],
    });
    return table;
  }

  private addLedger(stage: Stage, key: Key): ProductTable {
    const table = new ProductTable(this, 'Ledger', { stage, key, stream: StreamViewType.NEW_IMAGE });
    // No role of ours may do any of this; the table says so too, to whoever gets a wider role by mistake. The resource is "*"
    // because the table's policy cannot name the table while it is being made.
    const everybody = { effect: Effect.DENY, principals: [new AnyPrincipal()], resources: ['*'] };
    table.addToResourcePolicy(
      new PolicyStatement({
        ...everybody,
        sid: 'NothingLeavesTheLedger',
        actions: ['dynamodb:DeleteItem', 'dynamodb:BatchWriteItem', 'dynamodb:PartiQLDelete', 'dynamodb:PartiQLUpdate'],
      }),
    );
    table.addToResourcePolicy(
      new PolicyStatement({
        ...everybody,
        sid: 'JournalsAreFinal',
        actions: ['dynamodb:UpdateItem'],
        conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['JOURNAL#*'] } },
      }),
    );
    return table;
  }
}
