import { describe, expect, test } from 'vitest';
import { pathsOf, resources } from './assembly.ts';
import { functions, grants } from './grants.ts';

describe.each(['sandbox', 'production'] as const)('the functions of %s', (stage) => {
  test('run on Node 24, on arm64, traced', () => {
    const wrong = functions(stage).filter(
      ({ properties }) =>
        properties.Runtime !== 'nodejs24.x' ||
        properties.Architectures.join() !== 'arm64' ||
        properties.TracingConfig.Mode !== 'Active',
    );
    expect(functions(stage).length).toBeGreaterThan(0);
    expect(pathsOf(wrong)).toEqual([]);
  });

  test('have a role each, which nothing else has', () => {
    const roles = functions(stage).map(({ stack, properties }) => `${stack} ${properties.Role['Fn::GetAtt'][0]}`);
    expect(new Set(roles).size).toBe(roles.length);
  });

  test('have a log group each, which forgets after a time', () => {
    const groups = functions(stage).map(({ stack, properties }) => `${stack} ${properties.LoggingConfig.LogGroup.Ref}`);
    const kept = resources<{ RetentionInDays?: number }>(stage, 'AWS::Logs::LogGroup');
    expect(new Set(groups).size).toBe(groups.length);
    expect(pathsOf(kept.filter(({ properties }) => properties.RetentionInDays === undefined))).toEqual([]);
  });

  test('are told which stage they are, and name themselves in logs and metrics', () => {
    for (const { path, properties } of functions(stage)) {
      expect(properties.Environment.Variables, path).toMatchObject({
        STAGE: stage,
        POWERTOOLS_SERVICE_NAME: expect.stringMatching(/^[a-z-]+$/),
        POWERTOOLS_METRICS_NAMESPACE: 'Tegata',
      });
    }
  });
});

describe.each(['sandbox', 'production'] as const)('the roles of %s', (stage) => {
  test('are granted on all resources only what AWS lets nobody narrow', () => {
    const free = grants(stage).filter(({ on }) => on.includes('*'));
    const actions = new Set(free.flatMap((grant) => grant.actions));
    const forced =
      /^(xray:|logs:(Create|Get|Update|Delete|List)LogDeliver|logs:(Put|Describe)ResourcePolic|logs:DescribeLogGroups)/;
    expect([...actions].filter((action) => !forced.test(action))).toEqual([]);
  });

  test('are granted no actions by wildcard', () => {
    expect(grants(stage).filter(({ actions }) => actions.some((action) => action.includes('*')))).toEqual([]);
  });

  test('have no policy of AWS, which would grant what we have not read', () => {
    const roles = resources<{ ManagedPolicyArns?: unknown[] }>(stage, 'AWS::IAM::Role');
    expect(pathsOf(roles.filter(({ properties }) => properties.ManagedPolicyArns !== undefined))).toEqual([]);
  });
});
