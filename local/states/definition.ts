import { isObject, type Json, type JsonObject } from './json.ts';

/** A definition that CreateStateMachine refuses. */
export class InvalidDefinition extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidDefinition';
  }
}

/** Refuses the fields that a state type does not have; a JSONPath field in a JSONata machine is the usual case. */
export function onlyFields(fields: JsonObject, allowed: readonly string[], at: string): void {
  const unknown = Object.keys(fields).filter((key) => !allowed.includes(key));
  if (unknown.length > 0)
    throw new InvalidDefinition(`${at}: unsupported field${unknown.length > 1 ? 's' : ''} ${unknown.join(', ')}.`);
}

export function requiredText(fields: JsonObject, key: string, at: string): string {
  const value = fields[key];
  if (typeof value !== 'string' || value === '') throw new InvalidDefinition(`${at}: ${key} must be a text.`);
  return value;
}

export function requiredObject(value: Json | undefined, what: string): JsonObject {
  if (!isObject(value)) throw new InvalidDefinition(`${what} must be an object.`);
  return value;
}

export function optionalList(value: Json | undefined, what: string): Json[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new InvalidDefinition(`${what} must be an array.`);
  return value;
}

/** A number of the definition itself (not JSONata), held to its bounds. */
export function optionalNumber(
  fields: JsonObject,
  key: string,
  at: string,
  bounds: { min: number; max?: number; whole?: boolean },
): number | undefined {
  const value = fields[key];
  if (value === undefined) return undefined;
  const fits =
    typeof value === 'number' &&
    value >= bounds.min &&
    value <= (bounds.max ?? Number.MAX_SAFE_INTEGER) &&
    (bounds.whole === false || Number.isInteger(value));
  if (!fits)
    throw new InvalidDefinition(
      `${at}: ${key} must be a${bounds.whole === false ? '' : ' whole'} number of at least ${bounds.min}${bounds.max === undefined ? '' : ` and at most ${bounds.max}`}.`,
    );
  return value as number;
}

/** Where a state goes: exactly one of Next and End. */
export function transition(fields: JsonObject, at: string): string | undefined {
  const end = fields.End === true;
  if (end === (fields.Next !== undefined)) throw new InvalidDefinition(`${at}: needs either Next or "End": true.`);
  return end ? undefined : requiredText(fields, 'Next', at);
}
