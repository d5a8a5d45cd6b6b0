import { randomUUID } from 'node:crypto';
import type { Provision, Provisioned, Resource } from '../assembly/resource.ts';
import type { InvocationResult } from '../lambda/function.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { Sentence } from '../sentence.ts';
import type { Store } from '../store/store.ts';
import type { CustomResourceAnswer, ResponseBox } from './custom-resource.ts';

export interface CustomResourcePorts {
  readonly lambda: Lambda;
  readonly responses: ResponseBox;
  /** Where the response box is served. */
  readonly serverUrl: () => string;
  readonly store: Store;
  /** Resolves when everything that was created so far can be used. */
  readonly infrastructure: () => Promise<void>;
}

interface Kept {
  readonly properties: Record<string, unknown>;
  readonly physicalId: string;
  readonly data: Record<string, unknown>;
}

/** CloudFormation hands every scalar of a custom resource's properties over as text. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTexts(item)]));
}

/**
 * AWS::CloudFormation::CustomResource and Custom::*. The function runs with a Create event the first time, with an Update event
 * when the properties have changed since the last start on the same data, and not at all when they are the same.
 */
export function customResourceProvision(ports: CustomResourcePorts): Provision {
  return async (resource) => {
    const key = `custom/${resource.stackName}/${resource.logicalId}`;
    const properties = asTexts(resource.properties) as Record<string, unknown>;
    const text = ports.store.get(key);
    const kept = text === undefined ? undefined : (JSON.parse(text) as Kept);
    if (kept && JSON.stringify(kept.properties) === JSON.stringify(properties)) return provisioned(kept);
    await Promise.all([ports.lambda.warm(String(properties.ServiceToken)), ports.infrastructure()]);
    const answer = await request(ports, resource, properties, kept);
    if (answer.Status !== 'SUCCESS') {
      throw new Sentence(
        `Custom resource ${resource.stackName}/${resource.logicalId} failed: ${answer.Reason ?? 'it gave no reason'}`,
      );
    }
    const physicalId = answer.PhysicalResourceId ?? kept?.physicalId ?? randomUUID();
    const made: Kept = { properties, physicalId, data: answer.Data ?? {} };
    ports.store.put(key, JSON.stringify(made));
    return provisioned(made);
  };
}

const provisioned = ({ physicalId, data }: Kept): Provisioned => ({ ref: physicalId, attributes: data });

async function request(
  { lambda, responses, serverUrl }: CustomResourcePorts,
  resource: Resource,
  properties: Record<string, unknown>,
  kept: Kept | undefined,
): Promise<CustomResourceAnswer> {
  const { stackName, logicalId, region, account, type } = resource;
  const { url, answer } = responses.expect(serverUrl());
  const event = {
    RequestType: kept ? 'Update' : 'Create',
    ServiceToken: properties.ServiceToken,
    ResponseURL: url,
    StackId: `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`,
    RequestId: randomUUID(),
    ResourceType: type,
    LogicalResourceId: logicalId,
    ResourceProperties: properties,
    ...(kept && { PhysicalResourceId: kept.physicalId, OldResourceProperties: kept.properties }),
  };
  const invocation = lambda.invoke(String(properties.ServiceToken), { payload: JSON.stringify(event) });
  return await Promise.race([answer, invocation.then((result) => withoutAnswer(result, answer))]);
}

/** On AWS the stack would wait an hour for the answer of a function that has ended without one. */
async function withoutAnswer(
  result: InvocationResult,
  answer: Promise<CustomResourceAnswer>,
): Promise<CustomResourceAnswer> {
  const { errorMessage } = (JSON.parse(result.payload) ?? {}) as { errorMessage?: string };
  const Reason = result.functionError
    ? `its function failed: ${errorMessage}`
    : 'its function ended without answering to the ResponseURL';
  const silence = new Promise<CustomResourceAnswer>((resolve) =>
    setTimeout(resolve, 1000, { Status: 'FAILED', Reason }),
  );
  return await Promise.race([answer, silence]);
}
