import type { OpenApi } from './conformance.ts';

/** As much of JSON Schema as the document uses for the bodies of requests. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

interface Spoiled {
  /** What is wrong, for the name of a test. */
  readonly fault: string;
  readonly body: unknown;
  /** The JSON Pointer of the field that the refusal has to name. */
  readonly pointer: string;
}

type Json = { readonly [name: string]: unknown };

/** The schema of an operation's request body. */
export function bodySchemaOf(document: OpenApi, path: string, method: string): Schema | undefined {
  const operation = document.paths[path]?.[method.toLowerCase()] as
    | { requestBody?: { content: { 'application/json'?: { schema: Schema } } } }
    | undefined;
  const schema = operation?.requestBody?.content['application/json']?.schema;
  return schema && resolved(document, schema);
}

function resolved(document: unknown, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const parts = schema.$ref.split('/').slice(1);
  const found = parts.reduce<unknown>((value, part) => (value as Json)[part], document) as Schema;
  return resolved(document, found);
}

/**
 * Every way to spoil a valid body by one field, drawn from the schema of the document: left out, of another type, out of its
 * bounds, or not known.
 */
export function spoiledBodies(document: OpenApi, schema: Schema, body: unknown): Spoiled[] {
  return spoil(document, schema, body, '');
}

function spoil(document: OpenApi, given: Schema, value: unknown, pointer: string): Spoiled[] {
  const schema = resolved(document, given);
  const wrong = wrongValues(schema).map((body) => ({
    fault: `${pointer || 'the body'} is ${told(body)}`,
    body,
    pointer,
  }));
  if (schema.type === 'array') return [...wrong, ...spoilFirst(document, schema, value as unknown[], pointer)];
  if (schema.type !== 'object') return wrong;
  return [...wrong, ...spoilFields(document, schema, value as Json, pointer)];
}

function spoilFirst(document: OpenApi, { items }: Schema, value: readonly unknown[], pointer: string): Spoiled[] {
  if (items === undefined || value.length === 0) return [];
  const [first, ...rest] = value;
  return spoil(document, items, first, `${pointer}/0`).map((one) => ({ ...one, body: [one.body, ...rest] }));
}

function spoilFields(document: OpenApi, schema: Schema, value: Json, pointer: string): Spoiled[] {
  const { properties = {}, required = [] } = schema;
  const unknown = `${pointer}/unheardOf`;
  const spoiled: Spoiled[] = [{ fault: `${unknown} is not known`, body: { ...value, unheardOf: 1 }, pointer: unknown }];
  for (const name of required) {
    const { [name]: _, ...rest } = value;
    spoiled.push({ fault: `${pointer}/${name} is missing`, body: rest, pointer: `${pointer}/${name}` });
  }
  for (const [name, property] of Object.entries(properties)) {
    const isGiven = value[name] !== undefined;
    const faults = isGiven
      ? spoil(document, property, value[name], `${pointer}/${name}`)
      : wrongValues(resolved(document, property)).map((body) => ({
          fault: `${pointer}/${name} is ${told(body)}`,
          body,
          pointer: `${pointer}/${name}`,
        }));
    spoiled.push(...faults.map((one) => ({ ...one, body: { ...value, [name]: one.body } })));
  }
  return spoiled;
}

function wrongValues(schema: Schema): unknown[] {
  if (schema.enum || schema.const !== undefined) return ['no_such_value', null, 7, {}];
  switch (schema.type) {
    case 'string':
      return [
        42,
        null,
        true,
        [],
        {},
        ...(schema.minLength ? [''] : []),
        ...(schema.maxLength ? ['あ'.repeat(schema.maxLength + 1)] : []),
      ];
    case 'integer':
      return [
        ...['12', null, true, [], {}, 1.5, 2 ** 53, 1e300],
        ...(schema.minimum === undefined ? [] : [schema.minimum - 1]),
        ...(schema.maximum === undefined ? [] : [schema.maximum + 1]),
      ];
    case 'boolean':
      return ['true', 1, null, {}];
    case 'array':
      return ['x', null, {}, 1, ...(schema.minItems ? [[]] : [])];
    case 'object':
      return ['x', null, [], 1, true];
    default:
      throw new Error(`the document has a type that nobody can spoil yet: ${JSON.stringify(schema)}`);
  }
}

function told(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.length} characters long` : text;
}
