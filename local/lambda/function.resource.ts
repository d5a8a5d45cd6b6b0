import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arnOf, nameOf, type Provision, type Resource } from '../assembly/resource.ts';
import type { AsyncConfig, AsyncInvocations } from './async-invocations.ts';
import { functionNameOf, type Lambda } from './lambda.ts';

interface Code {
  readonly S3Key?: string;
  readonly ZipFile?: string;
}

/** AWS::Lambda::Function with Lambda's own defaults (3 s, 128 MB), and its versions and aliases, which all run the one code there is. */
export function functionProvisions(lambda: Lambda, asynchronous: AsyncInvocations): [string, Provision][] {
  const lambdaFunction: Provision = (resource) => {
    const { properties } = resource;
    if (properties.PackageType === 'Image')
      throw new Error('functions in container images cannot run in a worker thread');
    const runtime = String(properties.Runtime ?? '');
    if (!runtime.startsWith('nodejs')) throw new Error(`the runtime ${runtime} cannot run here, only nodejs can`);
    const name = nameOf(resource, 'FunctionName', 64);
    const arn = arnOf(resource, 'lambda', `function:${name}`);
    const { Variables: variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    const { TargetArn: deadLetterArn } = (properties.DeadLetterConfig ?? {}) as { TargetArn?: string };
    const reserved = properties.ReservedConcurrentExecutions;
    lambda.define({
      name,
      arn,
      codeDir: codeFolder(resource, properties.Code as Code),
      handler: String(properties.Handler),
      environment: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)])),
      timeoutMs: Number(properties.Timeout ?? 3) * 1000,
      memoryMb: Number(properties.MemorySize ?? 128),
      ...(reserved !== undefined && { reservedConcurrency: Number(reserved) }),
    });
    if (deadLetterArn) asynchronous.configure(name, { deadLetterArn });
    return { ref: name, attributes: { Arn: arn } };
  };
  const version: Provision = (resource) => {
    const arn = `${functionArn(resource, lambda)}:1`;
    return { ref: arn, attributes: { Version: '1', FunctionArn: arn } };
  };
  const alias: Provision = (resource) => {
    const arn = `${functionArn(resource, lambda)}:${resource.properties.Name}`;
    return { ref: arn, attributes: { AliasArn: arn } };
  };
  return [
    ['AWS::Lambda::Function', lambdaFunction],
    ['AWS::Lambda::Version', version],
    ['AWS::Lambda::Alias', alias],
  ];
}

const functionArn = ({ properties }: Resource, lambda: Lambda): string =>
  lambda.find(String(properties.FunctionName))?.arn ?? String(properties.FunctionName);

/** AWS::Lambda::EventInvokeConfig: how often an asynchronous event is tried, and where its result goes. */
export const eventInvokeConfigProvision =
  (asynchronous: AsyncInvocations): Provision =>
  ({ properties, logicalId }) => {
    const { OnSuccess, OnFailure } = (properties.DestinationConfig ?? {}) as Record<
      string,
      { Destination?: string } | undefined
    >;
    const config: AsyncConfig = {
      ...(properties.MaximumRetryAttempts !== undefined && { retriesMax: Number(properties.MaximumRetryAttempts) }),
      ...(OnSuccess?.Destination !== undefined && { onSuccessArn: OnSuccess.Destination }),
      ...(OnFailure?.Destination !== undefined && { onFailureArn: OnFailure.Destination }),
    };
    asynchronous.configure(functionNameOf(String(properties.FunctionName)), config);
    return { ref: logicalId };
  };

/** The asset's folder, or a folder made for code that stands in the template itself (always `index`, CommonJS unless it says import). */
function codeFolder({ assets }: Resource, code: Code): string {
  if (code.ZipFile !== undefined) {
    const folder = mkdtempSync(path.join(tmpdir(), 'local-function-'));
    const isModule = /^\s*(import|export)\s/m.test(code.ZipFile);
    writeFileSync(path.join(folder, isModule ? 'index.mjs' : 'index.cjs'), code.ZipFile);
    return folder;
  }
  const folder = assets.get(String(code.S3Key));
  if (!folder) throw new Error(`its code ${code.S3Key} is not among the assets of the assembly`);
  return folder;
}
