import { createHash } from 'node:crypto';
import type { Place } from './parameters.ts';

/** One resource of a stack with its properties resolved, as a provisioner receives it. */
export interface Resource extends Place {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly assets: ReadonlyMap<string, string>;
}

/** What the rest of the templates can ask of a resource that exists. */
export interface Provisioned {
  /** What Ref stands for. */
  readonly ref: string;
  /** What Fn::GetAtt stands for. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export type Provision = (resource: Resource) => Provisioned | Promise<Provisioned>;

/** A stable name for a resource that the template leaves unnamed: the stack and the logical id, shortened with a hash. */
export function physicalName(
  resource: Pick<Resource, 'stackName' | 'logicalId'>,
  lengthMax: number,
  lowerCase = false,
): string {
  const name = `${resource.stackName}-${resource.logicalId}`;
  const cased = lowerCase ? name.toLowerCase() : name;
  if (cased.length <= lengthMax) return cased;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${cased.slice(0, lengthMax - 9)}-${hash}`;
}

/** The given name of a resource, or a generated one. */
export function nameOf(resource: Resource, property: string, lengthMax: number): string {
  return (resource.properties[property] as string | undefined) ?? physicalName(resource, lengthMax);
}

/** The ARN of a resource in the local account. */
export const arnOf = ({ region, account }: Place, service: string, rest: string): string =>
  `arn:aws:${service}:${region}:${account}:${rest}`;

/** The last part of an ARN (`queue-name`, `function:name` gives `name`), or the text itself when it is none. */
export const nameInArn = (arn: string): string => arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
