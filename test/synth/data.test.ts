import { describe, expect, test } from 'vitest';
import { pathsOf, resources } from './assembly.ts';
import { grantsOnTable } from './grants.ts';

interface TableProperties {
  readonly DeletionProtectionEnabled?: boolean;
  readonly PointInTimeRecoverySpecification?: { readonly PointInTimeRecoveryEnabled: boolean };
  readonly SSESpecification?: { readonly SSEEnabled: boolean; readonly KMSMasterKeyId?: unknown };
  readonly ResourcePolicy?: unknown;
}

describe.each(['sandbox', 'production'] as const)('the data of %s', (stage) => {
  test('can be recovered to any second, cannot be deleted by mistake, and is encrypted under a key of ours', () => {
    const tables = resources<TableProperties>(stage, 'AWS::DynamoDB::Table');
    const wrong = tables.filter(
      ({ properties }) =>
        !properties.DeletionProtectionEnabled ||
        !properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ||
        !properties.SSESpecification?.SSEEnabled ||
        properties.SSESpecification.KMSMasterKeyId === undefined,
    );
    expect(tables.length).toBe(stage === 'sandbox' ? 3 : 2);
    expect(pathsOf(wrong)).toEqual([]);
  });

  test('is encrypted under keys that are renewed; a key for MACs cannot be', () => {
    const keys = resources<{ EnableKeyRotation?: boolean; KeyUsage?: string }>(stage, 'AWS::KMS::Key');
    const old = keys.filter(({ properties: key }) => !key.EnableKeyRotation && key.KeyUsage !== 'GENERATE_VERIFY_MAC');
    expect(pathsOf(old)).toEqual([]);
  });
});

/** Who confirms and who credits orders: the merchant's own system, or its shop for it. */
const posting = /\/(?:CaptureOrderStep|OrdersHandler|StorefrontOrdersHandler|DriftsHandler)\//;

describe.each(['sandbox', 'production'] as const)('the ledger of %s', (stage) => {
  const onLedger = () => grantsOnTable(stage, 'Ledger').map(({ actions, ...grant }) => ({ ...grant, actions }));

  test('is written by roles that put journals and nothing else, and by one that keeps balances', () => {
    const reading =
      /^dynamodb:(GetItem|BatchGetItem|Query|Scan|DescribeTable|DescribeStream|GetRecords|GetShardIterator|ListStreams)$/;
    const writes = onLedger().filter(({ actions }) => actions.some((action) => !reading.test(action)));
    const journals = writes.filter(({ partitions }) => partitions?.some((one) => one.startsWith('JOURNAL#')));
    const others = writes.filter((grant) => !journals.includes(grant));
    expect(journals.map(({ actions }) => actions)).toEqual(journals.map(() => ['dynamodb:PutItem']));
    expect(journals.map(({ role }) => role)).toEqual(journals.map(() => expect.stringMatching(posting)));
    expect(journals.length).toBeGreaterThan(0);
    expect(others.flatMap(({ partitions }) => partitions ?? ['every partition'])).toEqual(
      others.map(() => expect.stringMatching(/^BALANCE/)),
    );
  });

  test('lets no role take a journal away or change it', () => {
    const all = onLedger().flatMap(({ role, actions, partitions }) =>
      actions.map((action) => ({ role, action, partitions })),
    );
    const removing = all.filter(({ action }) =>
      /Delete|BatchWrite|PartiQL|ExecuteStatement|ExecuteTransaction/.test(action),
    );
    const updating = all.filter(
      ({ action, partitions }) =>
        action === 'dynamodb:UpdateItem' && !partitions?.every((partition) => partition.startsWith('BALANCE')),
    );
    expect(all.length).toBeGreaterThan(0);
    expect([...removing, ...updating]).toEqual([]);
  });

  test('says so itself, whatever a role says', () => {
    const [ledger] = resources<TableProperties>(stage, 'AWS::DynamoDB::Table').filter(({ path }) =>
      path.includes('/Ledger/'),
    );
    expect(ledger?.properties.ResourcePolicy).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: expect.arrayContaining([
              'dynamodb:DeleteItem',
              'dynamodb:BatchWriteItem',
              'dynamodb:PartiQLDelete',
            ]),
          },
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 'dynamodb:UpdateItem',
            Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['JOURNAL#*'] } },
          },
        ],
      },
    });
  });
});
