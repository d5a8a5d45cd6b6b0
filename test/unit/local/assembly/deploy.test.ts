import { describe, expect, test } from 'vitest';
import { type DeployOptions, deployStacks } from '../../../../local/assembly/deploy.ts';
import { frontDoorOf } from '../../../../local/assembly/front-door.ts';
import type { Resource } from '../../../../local/assembly/resource.ts';
import type { Stack, Template } from '../../../../local/assembly/template.ts';

const stack = (name: string, template: Template): Stack => ({ name, template, assets: new Map() });

/** Deploys onto a recorder that gives every `Test::Thing` its name. */
async function deploy(...stacks: Stack[]) {
  const made: Resource[] = [];
  const options: DeployOptions = {
    region: 'ap-northeast-1',
    account: '000000000000',
    provisionOf: (type) =>
      type !== 'Test::Thing'
        ? undefined
        : async (resource) => {
            await new Promise((resolve) => setTimeout(resolve, resource.logicalId === 'Slow' ? 20 : 0));
            made.push(resource);
            return {
              ref: `${resource.stackName}-${resource.logicalId}`,
              attributes: { Arn: `arn of ${resource.logicalId}` },
            };
          },
    isInert: (type) => type.startsWith('AWS::IAM::'),
    finishText: (text) => text.replace('https://api', 'http://localhost'),
  };
  return { made, ...(await deployStacks(stacks, options)) };
}
const thing = (Properties: Record<string, unknown> = {}, more = {}) => ({ Type: 'Test::Thing', Properties, ...more });

describe('deploying stacks', () => {
  test('creates a resource after everything that it refers to or depends on', async () => {
    const Resources = {
      Last: thing({ arn: { 'Fn::GetAtt': ['Slow', 'Arn'] } }, { DependsOn: ['Other'] }),
      Other: thing({ of: { 'Fn::Sub': '$'.concat('{Slow}') } }),
      Slow: thing(),
    };
    const { made } = await deploy(stack('S', { Resources }));
    expect(made.map(({ logicalId }) => logicalId)).toEqual(['Slow', 'Other', 'Last']);
    expect(made.at(-1)?.properties).toEqual({ arn: 'arn of Slow' });
  });

  test('hands values on between stacks and finishes addresses', async () => {
    const first = stack('A', {
      Resources: { Thing: thing() },
      Outputs: { Out: { Value: { Ref: 'Thing' }, Export: { Name: { 'Fn::Join': ['', ['A:', 'Thing']] } } } },
    });
    const second = stack('B', {
      Resources: { Thing: thing({ from: { 'Fn::ImportValue': 'A:Thing' } }) },
      Outputs: { Url: { Value: { 'Fn::Join': ['/', ['https://api', 'docs']] }, Description: 'Docs' } },
    });
    const { made, outputs } = await deploy(first, second);
    expect(made.at(-1)?.properties).toEqual({ from: 'A-Thing' });
    expect(outputs.at(-1)).toEqual({ stack: 'B', key: 'Url', value: 'http://localhost/docs', description: 'Docs' });
  });

  test('leaves out resources and outputs whose condition is false', async () => {
    const { made, outputs } = await deploy(
      stack('S', {
        Parameters: { Stage: { Type: 'String', Default: 'sandbox' } },
        Conditions: {
          IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'production'] },
          IsSandbox: { 'Fn::Not': [{ Condition: 'IsProduction' }] },
        },
        Resources: { In: thing({}, { Condition: 'IsSandbox' }), Out: thing({}, { Condition: 'IsProduction' }) },
        Outputs: { Gone: { Value: { Ref: 'Out' }, Condition: 'IsProduction' } },
      }),
    );
    expect(made.map(({ logicalId }) => logicalId)).toEqual(['In']);
    expect(outputs).toEqual([]);
  });

  test('lists types that it does not know, and gives inert ones a name and an ARN', async () => {
    const Resources = {
      Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'worker' } },
      Firewall: { Type: 'AWS::WAFv2::WebACL' },
      Thing: thing({ role: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
    };
    const { made, unknown } = await deploy(stack('S', { Resources }));
    expect(unknown).toEqual([{ type: 'AWS::WAFv2::WebACL', path: 'S/Firewall' }]);
    expect(made[0]?.properties).toEqual({ role: 'arn:aws:iam:ap-northeast-1:000000000000:role/worker' });
  });

  test.for<[string, Template, RegExp]>([
    [
      'a circle',
      { Resources: { A: thing({ b: { Ref: 'B' } }), B: thing({ a: { Ref: 'A' } }) } },
      /circular dependency A → B → A/,
    ],
    ['a parameter without a value', { Parameters: { Key: { Type: 'String' } } }, /parameter Key has no default value/],
    [
      'a parameter from Systems Manager',
      { Parameters: { Vpc: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/vpc' } } },
      /parameter Vpc is read from Systems Manager/,
    ],
    [
      'an unknown attribute',
      { Resources: { A: thing(), B: thing({ x: { 'Fn::GetAtt': ['A', 'Colour'] } }) } },
      /A \(Test::Thing\).*Colour/,
    ],
    [
      'an import of nothing',
      { Resources: { A: thing({ x: { 'Fn::ImportValue': 'Nothing' } }) } },
      /S\/A .*imports Nothing/,
    ],
  ])('explains %s', async ([, template, message]) => {
    await expect(deploy(stack('S', template))).rejects.toThrow(message);
  });

  test('the front door is the API that the first output with an API refers to', () => {
    const api = { Type: 'AWS::ApiGatewayV2::Api' };
    const both = { Resources: { Sandbox: api, Api: api } };
    expect(frontDoorOf([stack('S', both)])).toBe('S/Sandbox');
    const Outputs = { Url: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } };
    expect(frontDoorOf([stack('S', { ...both, Outputs })])).toBe('S/Api');
  });
});
