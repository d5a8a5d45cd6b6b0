import { messageOf, Sentence } from '../sentence.ts';
import { evaluate, type Scope } from './intrinsics.ts';
import { type Place, parameterValues, pseudoParameters } from './parameters.ts';
import { dependenciesOf } from './references.ts';
import { type Provision, type Provisioned, physicalName, type Resource } from './resource.ts';
import type { Stack, TemplateResource } from './template.ts';

export interface DeployOptions extends Place {
  /** How a resource of the type is created; undefined for a type that the runtime does not know. */
  readonly provisionOf: (type: string) => Provision | undefined;
  /** Types that mean nothing on a laptop (roles, alarms, log groups): they get a name and an ARN, nothing else. */
  readonly isInert: (type: string) => boolean;
  readonly finishText: (text: string) => string;
}

export interface StackOutput {
  readonly stack: string;
  readonly key: string;
  readonly value: string;
  readonly description: string;
}

export interface Deployment {
  readonly outputs: readonly StackOutput[];
  /** Resources of types that the runtime does not know. */
  readonly unknown: readonly { readonly type: string; readonly path: string }[];
}

/** Creates every resource of every stack, each as soon as what it refers to exists. */
export async function deployStacks(stacks: readonly Stack[], options: DeployOptions): Promise<Deployment> {
  const exports = new Map<string, unknown>();
  const outputs: StackOutput[] = [];
  const unknown: Deployment['unknown'][number][] = [];
  for (const stack of stacks) {
    const deployed = new Map<string, Provisioned>();
    const scope = scopeOf(stack, deployed, exports, options);
    await deployResources(stack, deployed, scope, options, unknown);
    for (const [key, output] of Object.entries(stack.template.Outputs ?? {})) {
      if (output.Condition && !scope.condition(output.Condition)) continue;
      const value = evaluate(output.Value, scope);
      if (output.Export) exports.set(String(evaluate(output.Export.Name, scope)), value);
      outputs.push({ stack: stack.name, key, value: String(value), description: output.Description ?? '' });
    }
  }
  return { outputs, unknown };
}

async function deployResources(
  stack: Stack,
  deployed: Map<string, Provisioned>,
  scope: Scope,
  options: DeployOptions,
  unknown: Deployment['unknown'][number][],
): Promise<void> {
  const { Resources: resources = {} } = stack.template;
  const started = new Map<string, Promise<void>>();
  const deploy = (id: string, path: readonly string[]): Promise<void> => {
    const template = resources[id];
    if (!template || (template.Condition && !scope.condition(template.Condition))) return Promise.resolve();
    if (path.includes(id)) throw new Sentence(`Stack ${stack.name}: circular dependency ${[...path, id].join(' → ')}.`);
    const running = started.get(id) ?? deployOne(id, template, [...path, id]);
    started.set(id, running);
    return running;
  };
  const deployOne = async (id: string, template: TemplateResource, path: readonly string[]): Promise<void> => {
    const provision = options.provisionOf(template.Type);
    if (!provision) {
      if (!options.isInert(template.Type)) unknown.push({ type: template.Type, path: `${stack.name}/${id}` });
      deployed.set(id, placeholder(stack, id, template, options));
      return;
    }
    await Promise.all([...dependenciesOf(template)].map((dependency) => deploy(dependency, path)));
    try {
      const properties = evaluate(template.Properties ?? {}, scope) as Record<string, unknown>;
      const { region, account } = options;
      const resource: Resource = {
        region,
        account,
        stackName: stack.name,
        logicalId: id,
        type: template.Type,
        properties,
        assets: stack.assets,
      };
      deployed.set(id, await provision(resource));
    } catch (error) {
      if (error instanceof Sentence) throw error;
      throw new Error(`${stack.name}/${id} (${template.Type}): ${messageOf(error)}`, { cause: error });
    }
  };
  await Promise.all(Object.keys(resources).map((id) => deploy(id, [])));
}

/** A name and an ARN for what has no behaviour here. */
function placeholder(
  stack: Stack,
  id: string,
  { Type: type, Properties: given = {} }: TemplateResource,
  place: Place,
): Provisioned {
  const [, service = 'x', kind = 'x'] = type.split('::');
  const named = given[`${kind}Name`] ?? given.Name;
  const name = typeof named === 'string' ? named : physicalName({ stackName: stack.name, logicalId: id }, 128);
  const arn = `arn:aws:${service.toLowerCase()}:${place.region}:${place.account}:${kind.toLowerCase()}/${name}`;
  const attributes = new Proxy<Record<string, unknown>>(
    {},
    {
      has: () => true,
      get: (_, attribute) => (String(attribute).endsWith('Arn') ? arn : `${name}-${String(attribute)}`),
    },
  );
  return { ref: name, attributes };
}

function scopeOf(
  stack: Stack,
  deployed: Map<string, Provisioned>,
  exports: Map<string, unknown>,
  options: DeployOptions,
): Scope {
  const parameters = { ...pseudoParameters(options, stack.name), ...parameterValues(stack.name, stack.template) };
  const existing = (id: string): Provisioned => {
    const resource = deployed.get(id);
    if (!resource) throw new Error(`refers to ${id}, which does not exist in stack ${stack.name}`);
    return resource;
  };
  const scope: Scope = {
    ref: (name) => (name in parameters ? parameters[name] : existing(name).ref),
    getAtt: (id, attribute) => {
      const { attributes = {} } = existing(id);
      if (attribute in attributes) return attributes[attribute];
      const type = stack.template.Resources?.[id]?.Type;
      throw new Error(`asks ${id} (${type}) for the attribute ${attribute}, which the local runtime does not give`);
    },
    importValue: (name) => {
      if (exports.has(name)) return exports.get(name);
      throw new Error(`imports ${name}, which no earlier stack exports`);
    },
    condition: (name) => evaluate(stack.template.Conditions?.[name], scope) === true,
    findInMap: (map, top, second) => {
      const found = stack.template.Mappings?.[map]?.[top]?.[second];
      if (found === undefined) throw new Error(`finds nothing in mapping ${map} under ${top}, ${second}`);
      return found;
    },
    finishText: options.finishText,
  };
  return scope;
}
