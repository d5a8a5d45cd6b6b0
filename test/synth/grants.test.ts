import { describe, expect, test } from 'vitest';
import { resources } from './assembly.ts';
import { grants, statementsOf } from './grants.ts';

describe.each(['sandbox', 'production'] as const)('the grants of %s', (stage) => {
  test('that name partitions hold of no request that names none', () => {
    const onPartitions = statementsOf(stage).filter(({ Condition }) => Condition?.['ForAllValues:StringLike']);
    expect(onPartitions.length).toBeGreaterThan(20);
    for (const { Condition } of onPartitions) expect(Condition?.Null).toEqual({ 'dynamodb:LeadingKeys': 'false' });
  });

  test('let operators’ keys be made by the function that registers them only, and by the sandbox’s seed', () => {
    const writers = grants(stage).filter(
      ({ actions, partitions }) =>
        actions.includes('dynamodb:PutItem') && partitions?.some((one) => one.startsWith('OPERATORKEY')),
    );
    const makers = writers.map(({ role }) => role.split('/')[1]);
    expect(makers.toSorted()).toEqual(stage === 'sandbox' ? ['Credentials', 'Merchants'] : ['Credentials']);
  });

  test('on the key of the secrets are used by way of Secrets Manager only', () => {
    const onSecrets = resources(stage, 'AWS::IAM::Policy').filter(({ properties }) =>
      JSON.stringify(properties).includes('secretsmanager:GetSecretValue'),
    );
    const decrypts = onSecrets.map(({ properties }) => JSON.stringify(properties));
    expect(decrypts.length).toBeGreaterThan(0);
    for (const policy of decrypts) expect(policy).toContain('kms:ViaService');
  });
});
