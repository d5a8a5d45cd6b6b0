import { type Resource, resources, type StageName, text } from './assembly.ts';

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Grant {
  /** The construct path of the role. */
  readonly role: string;
  readonly actions: readonly string[];
  /** The resources as text: a name, or the intrinsic function that refers to it. */
  readonly on: readonly string[];
  readonly partitions: readonly string[] | undefined;
}

/** Every statement of the policies of a stage. */
export const statementsOf = (stage: StageName): Statement[] =>
  resources<{ PolicyDocument: { Statement: Statement[] } }>(stage, 'AWS::IAM::Policy').flatMap(
    ({ properties }) => properties.PolicyDocument.Statement,
  );

/** Everything that the roles of a stage may do, statement by statement. */
export function grants(stage: StageName): Grant[] {
  const policies = resources<{ PolicyDocument: { Statement: Statement[] }; Roles: { Ref: string }[] }>(
    stage,
    'AWS::IAM::Policy',
  );
  const roles = new Map(resources(stage, 'AWS::IAM::Role').map((role) => [`${role.stack} ${role.id}`, role.path]));
  return policies.flatMap(({ stack, properties }) =>
    properties.Roles.flatMap(({ Ref }) =>
      properties.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow').map((statement) => ({
        role: roles.get(`${stack} ${Ref}`) ?? Ref,
        actions: [statement.Action].flat(),
        on: [statement.Resource].flat().map(text),
        partitions: statement.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] as string[] | undefined,
      })),
    ),
  );
}

/** What the roles may do on the items of a table of the data stack, which others see through its exports. */
export const grantsOnTable = (stage: StageName, table: string): Grant[] =>
  grants(stage).filter(
    ({ actions, on }) =>
      actions.some((action) => action.startsWith('dynamodb:')) && on.some((resource) => resource.includes(table)),
  );

export type FunctionResource = Resource<{
  readonly Runtime: string;
  readonly Handler: string;
  readonly Architectures: readonly string[];
  readonly Role: { readonly 'Fn::GetAtt': readonly [role: string, attribute: string] };
  readonly LoggingConfig: { readonly LogGroup: { readonly Ref: string } };
  readonly TracingConfig: { readonly Mode: string };
  readonly Timeout: number;
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}>;

export const functions = (stage: StageName): FunctionResource[] => resources(stage, 'AWS::Lambda::Function');
