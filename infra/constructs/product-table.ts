import { AttributeType, BillingMode, type StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

export interface ProductTableProps {
  readonly stage: Stage;
  readonly key: IKey;
  readonly stream?: StreamViewType;
  readonly timeToLiveAttribute?: string;
}

/** A table with what every table of the product has: string keys, our own key, recovery to any second, no deletion by mistake. */
export class ProductTable extends Table {
  constructor(scope: Construct, id: string, { stage, key, ...rest }: ProductTableProps) {
    super(scope, id, {
      partitionKey: { name: 'PK', type: AttributeType.STRING },
      sortKey: { name: 'SK', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: stage.pointInTimeRecoveryDays,
      },
      deletionProtection: stage.deletionProtection,
      removalPolicy: stage.removalPolicy,
      ...rest,
    });
  }
}
