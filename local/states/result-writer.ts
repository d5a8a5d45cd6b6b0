import { InvalidDefinition, onlyFields, requiredObject } from './definition.ts';
import { StateFailure } from './failure.ts';
import { isObject, type Json, type JsonObject, textBytes } from './json.ts';
import { beforeResult } from './state-fields.ts';
import type { ExecutionRecord } from './store.ts';
import { compileTemplate, type TemplateContext } from './template.ts';
import { bindingsOf, type Visit } from './visit.ts';

type Transformation = 'NONE' | 'COMPACT' | 'FLATTEN';

/** What becomes of the results of a Distributed Map's children. */
export interface ResultWriter {
  /** The state's result when the results stay in the workflow. */
  collect(children: readonly ExecutionRecord[]): Json;
  /** Writes result files and a manifest, and gives the state's result; absent when nothing is exported. */
  readonly write:
    | ((visit: Visit, mapRunArn: string, children: readonly ExecutionRecord[]) => Promise<Json>)
    | undefined;
}

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

/** A child with its metadata, as `Transformation: NONE` gives it, and every transformation gives a failed one. */
function describe(child: ExecutionRecord): JsonObject {
  return {
    ExecutionArn: child.arn,
    Input: child.input,
    InputDetails: { Included: true },
    Name: child.name,
    ...(child.output === undefined ? {} : { Output: child.output, OutputDetails: { Included: true } }),
    ...(child.error === undefined ? {} : { Error: child.error }),
    ...(child.cause === undefined ? {} : { Cause: child.cause }),
    RedriveCount: 0,
    StartDate: iso(child.startedAt),
    StateMachineArn: child.machineArn,
    Status: child.status,
    StopDate: iso(child.stoppedAt ?? child.startedAt),
  };
}

function transform(child: ExecutionRecord, transformation: Transformation): Json[] {
  if (child.output === undefined || transformation === 'NONE') return [describe(child)];
  const output = JSON.parse(child.output) as Json;
  return transformation === 'FLATTEN' && Array.isArray(output) ? output : [output];
}

interface WriterConfig {
  readonly transformation: Transformation;
  readonly lines: boolean;
}

function writerConfig(fields: JsonObject, at: string): WriterConfig | undefined {
  if (fields.WriterConfig === undefined) return undefined;
  const config = requiredObject(fields.WriterConfig, at);
  onlyFields(config, ['Transformation', 'OutputType'], at);
  const { Transformation: transformation = 'NONE', OutputType: type = 'JSON' } = config;
  if (transformation !== 'NONE' && transformation !== 'COMPACT' && transformation !== 'FLATTEN') {
    throw new InvalidDefinition(`${at}: Transformation is NONE, COMPACT or FLATTEN.`);
  }
  if (type !== 'JSON' && type !== 'JSONL') throw new InvalidDefinition(`${at}: OutputType is JSON or JSONL.`);
  return { transformation, lines: type === 'JSONL' };
}

const bodyOf = (values: readonly Json[], lines: boolean) =>
  lines ? values.map((value) => `${JSON.stringify(value)}\n`).join('') : JSON.stringify(values);

/** One file per outcome and a manifest, under the prefix and the run's id ("ResultWriter (Map)", exporting to Amazon S3). */
async function writeFiles(
  visit: Visit,
  mapRunArn: string,
  children: readonly ExecutionRecord[],
  target: { readonly bucket: string; readonly prefix: string; readonly config: WriterConfig },
): Promise<Json> {
  const { objects } = visit.scope.engine.ports;
  const { bucket, prefix, config } = target;
  const folder = [prefix.replace(/\/$/, ''), mapRunArn.split(':').at(-1)].filter((part) => part !== '').join('/');
  const files: Record<'FAILED' | 'PENDING' | 'SUCCEEDED', JsonObject[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  for (const outcome of ['FAILED', 'SUCCEEDED'] as const) {
    const among = children.filter((child) => (child.status === 'SUCCEEDED') === (outcome === 'SUCCEEDED'));
    if (among.length === 0) continue;
    const body = bodyOf(
      among.flatMap((child) => transform(child, config.transformation)),
      config.lines,
    );
    const key = `${folder}/${outcome}_0.${config.lines ? 'jsonl' : 'json'}`;
    await objects.put(bucket, key, body);
    files[outcome].push({ Key: key, Size: textBytes(body) });
  }
  const manifest = { DestinationBucket: bucket, MapRunArn: mapRunArn, ResultFiles: files };
  await objects.put(bucket, `${folder}/manifest.json`, JSON.stringify(manifest));
  return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: `${folder}/manifest.json` } };
}

/** Reads `ResultWriter`. */
export function compileResultWriter(value: Json | undefined, context: TemplateContext): ResultWriter {
  const at = `${context.at}: ResultWriter`;
  const fields = value === undefined ? {} : requiredObject(value, at);
  onlyFields(fields, ['Resource', 'Arguments', 'WriterConfig'], at);
  const config = writerConfig(fields, `${at}: WriterConfig`);
  if (value !== undefined && fields.Resource === undefined && !config) {
    throw new InvalidDefinition(`${at}: needs a Resource, a WriterConfig, or both.`);
  }
  const transformation = config?.transformation ?? 'COMPACT';
  const collect = (children: readonly ExecutionRecord[]): Json =>
    children.flatMap((child) => transform(child, transformation));
  if (fields.Resource === undefined) return { collect, write: undefined };
  if (!/^arn:[\w-]+:states:::s3:putObject$/.test(String(fields.Resource))) {
    throw new InvalidDefinition(`${at}: Resource must be s3:putObject.`);
  }
  const args = compileTemplate(fields.Arguments ?? {}, 'ResultWriter/Arguments', beforeResult, context);
  return {
    collect,
    async write(visit, mapRunArn, children) {
      const target = await args(bindingsOf(visit));
      try {
        if (!isObject(target) || typeof target.Bucket !== 'string')
          throw new Error('The ResultWriter names no Bucket.');
        const prefix = typeof target.Prefix === 'string' ? target.Prefix : '';
        const files = { bucket: target.Bucket, prefix, config: config ?? { transformation: 'NONE', lines: false } };
        return await writeFiles(visit, mapRunArn, children, files);
      } catch (error) {
        throw new StateFailure('States.ResultWriterFailed', (error as Error).message);
      }
    },
  };
}
