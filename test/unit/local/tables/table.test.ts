import { describe, expect, test } from 'vitest';
import { javaMajorVersion } from '../../../../local/tables/java.ts';
import { createTableInput } from '../../../../local/tables/table.ts';

const keys = {
  AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
};
const index = { IndexName: 'ByState', KeySchema: keys.KeySchema, Projection: { ProjectionType: 'ALL' } };

describe('a table of a template', () => {
  test('is created with its indexes and its stream, without what only AWS has', () => {
    const input = createTableInput('orders', {
      ...keys,
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [{ ...index, ContributorInsightsSpecification: { Enabled: true } }],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
    expect(input).toEqual({
      TableName: 'orders',
      ...keys,
      BillingMode: 'PAY_PER_REQUEST',
      GlobalSecondaryIndexes: [index],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  test('has a capacity for itself and its indexes when it is provisioned', () => {
    const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 2 };
    const input = createTableInput('orders', {
      ...keys,
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput,
      GlobalSecondaryIndexes: [index],
    });
    expect(input).toMatchObject({
      ProvisionedThroughput,
      GlobalSecondaryIndexes: [{ ProvisionedThroughput: expect.anything() }],
    });
  });
});

describe('the Java that is there', () => {
  test.for<[string, number | undefined]>([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_402"', 8],
    ['The operation could not be completed. Unable to locate a Java Runtime.', undefined],
  ])('is read from %s', ([output, version]) => {
    expect(javaMajorVersion(output)).toBe(version);
  });
});
