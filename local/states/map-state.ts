import { runChildren } from './children.ts';
import { conclude } from './conclusion.ts';
import { InvalidDefinition, requiredObject } from './definition.ts';
import { compileDistributedMap } from './distributed-map.ts';
import type { JsonObject } from './json.ts';
import { compileMapInputs, type MapInput } from './map-items.ts';
import { limitedText } from './payload.ts';
import type { CompileState, Program } from './program.ts';
import { compileFlow } from './state-fields.ts';
import type { ScopeOutcome } from './store.ts';
import { compileMapLimits, thresholdExceeded, tolerates } from './tolerance.ts';
import { record, save, type Visit } from './visit.ts';

// "the Map state … up to 40 concurrent iterations" in Inline mode (Map state processing modes)
const inlineConcurrency = 40;

const resultOf = (outcome: ScopeOutcome) =>
  'output' in outcome ? outcome.output : { Status: 'FAILED', Error: outcome.error, Cause: outcome.cause };

function processorMode(fields: JsonObject, at: string): string {
  const processor = requiredObject(fields.ItemProcessor, `${at}: ItemProcessor`);
  const config =
    processor.ProcessorConfig === undefined ? {} : requiredObject(processor.ProcessorConfig, `${at}: ProcessorConfig`);
  const mode = config.Mode ?? 'INLINE';
  if (mode !== 'INLINE' && mode !== 'DISTRIBUTED') throw new InvalidDefinition(`${at}: Mode is INLINE or DISTRIBUTED.`);
  const apart = ['ItemReader', 'ResultWriter', 'Label'].filter((name) => fields[name] !== undefined);
  if (mode === 'INLINE' && apart.length > 0) {
    throw new InvalidDefinition(`${at}: ${apart.join(', ')} can only be used in DISTRIBUTED mode.`);
  }
  return mode;
}

/** Runs the item processor inside the execution, once per item. */
function runInline(
  visit: Visit,
  program: Program,
  inputs: readonly MapInput[],
  { maxConcurrency, tolerance }: Awaited<ReturnType<ReturnType<typeof compileMapLimits>>>,
): Promise<ScopeOutcome[]> {
  const inputAt = (at: number) => inputs[at] as MapInput;
  const total = inputs.reduce((sum, { items }) => sum + items, 0);
  const isStrict = tolerance.count === undefined && tolerance.percentage === undefined;
  return runChildren(visit, {
    count: inputs.length,
    limit: Math.min(maxConcurrency || inlineConcurrency, inlineConcurrency),
    program: () => program,
    input: (at) => inputAt(at).input,
    mapContext: (at) => inputAt(at).mapContext,
    weight: (at) => inputAt(at).items,
    events: { name: visit.state.name },
    tolerates: (failed) => tolerates(tolerance, failed, total),
    // without a tolerance, the error of the iteration is the error of the state
    ...(isStrict ? {} : { failure: thresholdExceeded }),
  });
}

export const compileMap: CompileState = (name, fields, compiler) => {
  const flow = compileFlow('Map', name, fields, compiler);
  const { base, next, conclusion, context } = flow;
  if (processorMode(fields, context.at) === 'DISTRIBUTED') return compileDistributedMap(name, fields, compiler, flow);
  const program = compiler.program(requiredObject(fields.ItemProcessor, context.at), `${context.at}: ItemProcessor`);
  const inputsOf = compileMapInputs(fields, context);
  const limitsOf = compileMapLimits(fields, context);
  return {
    ...base,
    attempt: async (visit) => {
      const [inputs, limits] = [await inputsOf(visit), await limitsOf(visit)];
      if (!visit.point.started) {
        record(visit.scope, 'MapStateStarted', () => ({ mapStateStartedEventDetails: { length: inputs.length } }));
        visit.point.started = true;
        save(visit);
      }
      const result = (await runInline(visit, program, inputs, limits)).map(resultOf);
      limitedText(result, `The result of the state '${name}'`);
      record(visit.scope, 'MapStateSucceeded');
      return conclude(visit, conclusion, next, { output: result, result });
    },
  };
};
