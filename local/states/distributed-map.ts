import { randomUUID } from 'node:crypto';
import { conclude } from './conclusion.ts';
import { InvalidDefinition, requiredObject } from './definition.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { runMapChildren } from './map-children.ts';
import { compileMapInputs, type MapInput } from './map-items.ts';
import { limitedText } from './payload.ts';
import type { CompiledState, Compiler, Processor } from './program.ts';
import { compileResultWriter, type ResultWriter } from './result-writer.ts';
import type { FlowFields } from './state-fields.ts';
import type { MapRunRecord } from './store.ts';
import { compileMapLimits, type Tolerance, thresholdExceeded, tolerates } from './tolerance.ts';
import { record, save, type Visit } from './visit.ts';

// AWS runs up to 10,000 children at once; this many keep a laptop busy
const defaultConcurrency = 1000;

/** "Label … identifies a Distributed Map state uniquely"; without one, the state's name, cut and cleaned, serves. */
const labelOf = (name: string, fields: JsonObject) =>
  typeof fields.Label === 'string' ? fields.Label : name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 40);

function compileProcessor(name: string, fields: JsonObject, compiler: Compiler, at: string): Processor {
  if (compiler.type === 'EXPRESS')
    throw new InvalidDefinition(`${at}: an Express workflow cannot hold a Distributed Map.`);
  const definition = requiredObject(fields.ItemProcessor, `${at}: ItemProcessor`);
  const config = isObject(definition.ProcessorConfig) ? definition.ProcessorConfig : {};
  const type = config.ExecutionType;
  if (type !== 'STANDARD' && type !== 'EXPRESS') {
    throw new InvalidDefinition(`${at}: ExecutionType of a DISTRIBUTED ItemProcessor is STANDARD or EXPRESS.`);
  }
  const label = labelOf(name, fields);
  if (!/^[^\s?*<>{}[\]:;,\\|^~$#%&`"]{1,40}$/.test(label))
    throw new InvalidDefinition(`${at}: '${label}' is not a valid Label.`);
  const processor = { label, type, program: compiler.program(definition, `${at}: ItemProcessor`, { type }) } as const;
  compiler.addProcessor(processor);
  return processor;
}

interface RunPlan {
  readonly processor: Processor;
  readonly inputs: readonly MapInput[];
  readonly maxConcurrency: number;
  readonly tolerance: Tolerance;
}

/** Begins the map run, unless a restart found it begun. */
function openMapRun(visit: Visit, plan: RunPlan): MapRunRecord {
  const { scope, point } = visit;
  const { store, clock } = scope.engine.ports;
  const known = point.mapRunArn === undefined ? undefined : store.mapRun(point.mapRunArn);
  if (known) return known;
  const base = scope.run.record.machineArn.replace(':stateMachine:', ':mapRun:');
  const run: MapRunRecord = {
    arn: `${base}/${plan.processor.label}:${randomUUID()}`,
    executionArn: scope.run.record.arn,
    machineArn: `${scope.run.record.machineArn}/${plan.processor.label}`,
    startedAt: clock.now(),
    maxConcurrency: plan.maxConcurrency,
    toleratedFailureCount: plan.tolerance.count ?? 0,
    toleratedFailurePercentage: plan.tolerance.percentage ?? 0,
    itemTotal: plan.inputs.reduce((sum, { items }) => sum + items, 0),
    executionTotal: plan.inputs.length,
    status: 'RUNNING',
    resultsWritten: 0,
  };
  point.mapRunArn = run.arn;
  point.started = true;
  store.atomically(() => {
    store.putMapRun(run);
    record(scope, 'MapStateStarted', () => ({ mapStateStartedEventDetails: { length: 0 } }));
    record(scope, 'MapRunStarted', () => ({ mapRunStartedEventDetails: { mapRunArn: run.arn } }));
    save(visit);
  });
  return run;
}

async function performRun(visit: Visit, plan: RunPlan, writer: ResultWriter, run: MapRunRecord): Promise<Json> {
  const { children, failedItems, broken } = await runMapChildren(visit, {
    processor: plan.processor,
    mapRunArn: run.arn,
    inputs: plan.inputs,
    limit: plan.maxConcurrency || defaultConcurrency,
    tolerates: (failed) => tolerates(plan.tolerance, failed, run.itemTotal),
  });
  // results are exported even when the run has failed: they say what was done
  const exported = await writer.write?.(visit, run.arn, children);
  if (exported !== undefined) run.resultsWritten = children.length;
  if (broken) throw thresholdExceeded(failedItems);
  const result = exported ?? writer.collect(children);
  limitedText(result, `The result of the state '${visit.state.name}'`);
  return result;
}

/** Runs the item processor as executions of their own, and keeps account of them in a map run. */
export function compileDistributedMap(
  name: string,
  fields: JsonObject,
  compiler: Compiler,
  flow: FlowFields,
): CompiledState {
  const { base, next, conclusion, context } = flow;
  const processor = compileProcessor(name, fields, compiler, context.at);
  const inputsOf = compileMapInputs(fields, context);
  const limitsOf = compileMapLimits(fields, context);
  const writer = compileResultWriter(fields.ResultWriter, context);
  return {
    ...base,
    attempt: async (visit) => {
      const { store, clock } = visit.scope.engine.ports;
      const plan: RunPlan = { processor, inputs: await inputsOf(visit), ...(await limitsOf(visit)) };
      const run = { ...openMapRun(visit, plan) };
      const end = (status: MapRunRecord['status']) => {
        if (visit.scope.engine.isStopped()) return;
        store.putMapRun({ ...run, status, stoppedAt: clock.now() });
      };
      let result: Json;
      try {
        result = await performRun(visit, plan, writer, run);
      } catch (error) {
        const aborted = visit.scope.cancellation.reason !== undefined;
        end(aborted ? 'ABORTED' : 'FAILED');
        if (!aborted) record(visit.scope, 'MapRunFailed', () => ({ mapRunFailedEventDetails: errorDetails(error) }));
        throw error;
      }
      end('SUCCEEDED');
      record(visit.scope, 'MapRunSucceeded');
      record(visit.scope, 'MapStateSucceeded');
      return conclude(visit, conclusion, next, { output: result, result });
    },
  };
}

function errorDetails(thrown: unknown): JsonObject {
  const { error, cause } = thrown as { error?: string; cause?: string };
  return { error: error ?? 'States.Runtime', cause: cause ?? String(thrown) };
}
