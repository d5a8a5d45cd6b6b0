import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { arnOf, nameOf, type Provision, type Resource } from '../assembly/resource.ts';
import type { Lambda } from './lambda.ts';

interface Code {
  readonly S3Key?: string;
  readonly ZipFile?: string;
}

/** AWS::Lambda::Function, with Lambda's own defaults (3 s, 128 MB). */
export const functionProvision =
  (lambda: Lambda): Provision =>
  (resource) => {
    const { properties } = resource;
    if (properties.PackageType === 'Image')
      throw new Error('functions in container images cannot run in a worker thread');
    const runtime = String(properties.Runtime ?? '');
    if (!runtime.startsWith('nodejs')) throw new Error(`the runtime ${runtime} cannot run here, only nodejs can`);
    const name = nameOf(resource, 'FunctionName', 64);
    const arn = arnOf(resource, 'lambda', `function:${name}`);
    const { Variables: variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
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
    return { ref: name, attributes: { Arn: arn } };
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
