import { arnOf, nameOf, type Provision } from '../assembly/resource.ts';
import type { StatesService } from '../states/service.ts';

/** AWS::StepFunctions::StateMachine with its definition in the template. */
export const stateMachineProvision =
  (states: StatesService): Provision =>
  (resource) => {
    const { properties } = resource;
    if (properties.DefinitionS3Location)
      throw new Error('definitions in S3 are not read; put it in as DefinitionString');
    const name = nameOf(resource, 'StateMachineName', 80);
    const arn = arnOf(resource, 'states', `stateMachine:${name}`);
    const substitutions = (properties.DefinitionSubstitutions ?? {}) as Record<string, unknown>;
    const text =
      typeof properties.DefinitionString === 'string'
        ? properties.DefinitionString
        : JSON.stringify(properties.Definition);
    const definition = text.replace(/\$\{(\w+)\}/g, (whole, key: string) =>
      key in substitutions ? String(substitutions[key]) : whole,
    );
    const type = properties.StateMachineType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
    states.createStateMachine({ arn, name, type, definition, roleArn: String(properties.RoleArn) });
    return { ref: arn, attributes: { Arn: arn, Name: name, StateMachineRevisionId: 'local' } };
  };
