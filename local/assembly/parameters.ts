import { Sentence } from '../sentence.ts';
import type { Template } from './template.ts';

/** Where the local cloud is: one region, and the account id that emulators have agreed on. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** What Ref of a pseudo-parameter stands for. */
export function pseudoParameters({ region, account }: Place, stackName: string): Record<string, unknown> {
  return {
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`,
    'AWS::NotificationARNs': [],
  };
}

/** Parameters with their defaults: nobody can be asked here, and there is no parameter store to read from. */
export function parameterValues(stackName: string, template: Template): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(template.Parameters ?? {})) {
    // CDK adds this one to every stack for its own check at deployment; nothing in the template reads it.
    if (name === 'BootstrapVersion') continue;
    if (parameter.Type.startsWith('AWS::SSM::')) {
      throw new Sentence(
        `Stack ${stackName}: parameter ${name} is read from Systems Manager Parameter Store, which does not exist locally. ` +
          'Give the value in the CDK app instead.',
      );
    }
    if (parameter.Default === undefined) {
      throw new Sentence(
        `Stack ${stackName}: parameter ${name} has no default value, and there is nobody to ask for it.`,
      );
    }
    values[name] = /List|CommaDelimited/.test(parameter.Type)
      ? String(parameter.Default).split(',')
      : String(parameter.Default);
  }
  return values;
}
