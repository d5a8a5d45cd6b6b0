import { parkUntil } from './activity.ts';
import { conclude } from './conclusion.ts';
import { InvalidDefinition } from './definition.ts';
import type { Bindings } from './expression.ts';
import type { Json } from './json.ts';
import type { CompileState } from './program.ts';
import { beforeResult, compileFlow } from './state-fields.ts';
import { compileTemplate, type TypedField, typed } from './template.ts';
import { bindingsOf, save } from './visit.ts';

// "Seconds … from 0 to 99999999" (Wait workflow state)
const isSeconds = (value: Json): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 99_999_999;

// RFC 3339 with an uppercase T, and an uppercase Z where there is no numeric offset (ASL specification, "Timestamps")
const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const isTimestamp = (value: Json): value is string =>
  typeof value === 'string' && timestamp.test(value) && !Number.isNaN(Date.parse(value));

export const compileWait: CompileState = (name, fields, compiler) => {
  const { base, next, conclusion, context } = compileFlow('Wait', name, fields, compiler);
  if ((fields.Seconds === undefined) === (fields.Timestamp === undefined)) {
    throw new InvalidDefinition(`${context.at}: needs either Seconds or Timestamp.`);
  }
  const template = (field: string, value: Json) => compileTemplate(value, field, beforeResult, context);
  const constant = fields.Seconds ?? fields.Timestamp;
  if (!String(constant).startsWith('{%') && !isSeconds(fields.Seconds ?? 0)) {
    throw new InvalidDefinition(`${context.at}: Seconds must be a whole number from 0 to 99999999.`);
  }
  if (fields.Timestamp !== undefined && !String(constant).startsWith('{%') && !isTimestamp(fields.Timestamp)) {
    throw new InvalidDefinition(`${context.at}: Timestamp must be like 2026-03-14T01:59:00Z.`);
  }
  const seconds: TypedField<number> | undefined =
    fields.Seconds === undefined
      ? undefined
      : typed(template('Seconds', fields.Seconds), 'Seconds', 'a whole number from 0 to 99999999', isSeconds);
  const at: TypedField<string> = typed(
    template('Timestamp', fields.Timestamp ?? ''),
    'Timestamp',
    'a timestamp',
    isTimestamp,
  );
  const endOf = async (bindings: Bindings, now: number) =>
    seconds ? now + (await seconds(bindings)) * 1000 : Date.parse(await at(bindings));
  return {
    ...base,
    attempt: async (visit) => {
      const { scope, point } = visit;
      const { clock } = scope.engine.ports;
      // the end is kept, so that a restart does not begin the wait again
      point.waitUntil ??= await endOf(bindingsOf(visit), point.enteredAt);
      if (point.waitUntil > clock.now()) {
        save(visit);
        await parkUntil(scope, clock, point.waitUntil);
      }
      return conclude(visit, conclusion, next, { output: visit.input });
    },
  };
};
