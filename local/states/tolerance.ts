import { StateFailure } from './failure.ts';
import type { Json, JsonObject } from './json.ts';
import { beforeResult } from './state-fields.ts';
import { compileTemplate, type TemplateContext, type TypedField, typed } from './template.ts';
import { bindingsOf, type Visit } from './visit.ts';

/** How many items of a Map may fail. */
export interface Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

/** Either threshold, when both are given, ends the Map; without any, the first failure does. */
export function tolerates({ count, percentage }: Tolerance, failed: number, total: number): boolean {
  if (failed === 0) return true;
  if (count === undefined && percentage === undefined) return false;
  return (count === undefined || failed <= count) && (percentage === undefined || (failed / total) * 100 <= percentage);
}

export const thresholdExceeded = (failed: number): StateFailure =>
  new StateFailure(
    'States.ExceedToleratedFailureThreshold',
    `The specified tolerated failure threshold was exceeded (${failed} failed).`,
  );

const isCount = (value: Json): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isPercentage = (value: Json): value is number => typeof value === 'number' && value >= 0 && value <= 100;

/** The numbers that steer a Map, each a constant or JSONata. */
export function compileMapLimits(fields: JsonObject, context: TemplateContext) {
  const field = (
    name: string,
    expected: string,
    is: (value: Json) => value is number,
  ): TypedField<number> | undefined => {
    const value = fields[name];
    if (value === undefined) return undefined;
    return typed(compileTemplate(value, name, beforeResult, context), name, expected, is);
  };
  const concurrency = field('MaxConcurrency', 'a whole number, 0 or more', isCount);
  const count = field('ToleratedFailureCount', 'a whole number, 0 or more', isCount);
  const percentage = field('ToleratedFailurePercentage', 'a number from 0 to 100', isPercentage);
  return async (visit: Visit): Promise<{ readonly maxConcurrency: number; readonly tolerance: Tolerance }> => {
    const bindings = bindingsOf(visit);
    return {
      maxConcurrency: concurrency ? await concurrency(bindings) : 0,
      tolerance: { count: count && (await count(bindings)), percentage: percentage && (await percentage(bindings)) },
    };
  };
}
