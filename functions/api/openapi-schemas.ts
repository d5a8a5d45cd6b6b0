import * as z from 'zod/mini';
import type { Contract, Schema } from '../shared/contract.ts';

export type JsonSchema = Record<string, unknown>;

export interface Schemas {
  /** For `components.schemas`. */
  readonly components: Record<string, JsonSchema>;
  /** `{ $ref }` to the component that a body or answer schema became. */
  readonly reference: (schema: Schema) => JsonSchema;
}

/**
 * Every body and every answer becomes a component, so that clients generated from the document have names for them: the
 * answer of `getOrder` is an `Order`, the body of `placeOrder` a `PlaceOrderRequest`.
 */
export function schemasOf(contracts: readonly Contract[]): Schemas {
  const names = new Map<Schema, string>();
  for (const contract of readersFirst(contracts)) {
    for (const { schema } of Object.values(contract.answers)) {
      if (schema && !names.has(schema)) names.set(schema, answerName(contract.operation));
    }
  }
  const answers = new Map(names);
  const bodies = new Map<Schema, string>();
  for (const { body, operation } of contracts) {
    if (body && !bodies.has(body)) bodies.set(body, `${capitalized(operation)}Request`);
  }
  for (const [schema, name] of bodies) names.set(schema, name);
  if (new Set(names.values()).size < names.size) throw new Error('two schemas of the document have one name');
  return {
    components: { ...converted(answers, 'output'), ...converted(bodies, 'input') },
    reference: (schema) => ({ $ref: `#/components/schemas/${names.get(schema)}` }),
  };
}

/** `getOrder` names a schema better than `placeOrder`, whose answer is the same order. */
const readersFirst = (contracts: readonly Contract[]): Contract[] =>
  contracts.toSorted((a, b) => Number(isReader(b)) - Number(isReader(a)));

const isReader = ({ operation }: Contract): boolean => operation.startsWith('get');

const answerName = (operation: string): string =>
  operation.startsWith('get') ? operation.slice('get'.length) : `${capitalized(operation)}Answer`;

const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function converted(schemas: ReadonlyMap<Schema, string>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id?: string }>();
  for (const [schema, id] of schemas) registry.add(schema, { id });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const { schemas: found } = z.toJSONSchema(registry, { ...options(io), uri });
  return Object.fromEntries(Object.entries(found).map(([name, schema]) => [name, withoutAddress(schema)]));
}

/** One schema, in place. */
export const inlined = (schema: Schema, io: 'input' | 'output'): JsonSchema =>
  withoutAddress(z.toJSONSchema(schema, options(io)));

const withoutAddress = ({ $schema: _, $id: __, ...schema }: JsonSchema): JsonSchema => schema;

interface Overridden {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: JsonSchema;
}

const options = (io: 'input' | 'output') =>
  ({
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }: Overridden) => {
      const { def } = zodSchema._zod;
      if (unknowable.has(def.type)) throw new Error(`the document cannot say what a ${def.type} is`);
      // A transform at the end only brands what it was given (`yen`): on the wire it is still that.
      if (def.type === 'pipe' && def.out._zod.def.type === 'transform') {
        Object.assign(jsonSchema, inlined(def.in as Schema, io));
      }
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties; // additive
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.format === 'date-time' || jsonSchema.format === 'date') delete jsonSchema.pattern; // says it twice
    },
  }) as const;

/** Without a form in JSON; zod would leave them open to anything. */
const unknowable: ReadonlySet<string> = new Set([
  'bigint',
  'custom',
  'date',
  'function',
  'map',
  'set',
  'symbol',
  'undefined',
]);
