import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { contracts, refusalTables } from '../../../functions/api/contracts.ts';
import { examples } from '../../../functions/api/examples.ts';
import { openApiDocument, routeKeysOf } from '../../../functions/api/openapi.ts';
import { contract, type Schema } from '../../../functions/shared/contract.ts';
import { yen } from '../../../functions/shared/money.ts';

const sources = { contracts, refusals: refusalTables, examples };
const generated = openApiDocument(sources);
type Operation = { parameters?: { $ref?: string; name?: string }[]; responses: Record<string, unknown> };
const paths = generated.paths as Record<string, Record<string, Operation>>;

describe('the OpenAPI document', () => {
  test('is the committed one: when this fails, run `npm run openapi`', () => {
    expect(`${JSON.stringify(generated, null, 2)}\n`).toBe(readFileSync('docs/openapi.json', 'utf8'));
  });

  test('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(generated));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  test('refers only to components that it has', () => {
    const references = [...JSON.stringify(generated).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(references.length).toBeGreaterThan(0);
    const missing = references.filter(
      (reference) =>
        reference.split('/').reduce<unknown>((value, part) => (value as Record<string, unknown>)?.[part], generated) ===
        undefined,
    );
    expect(missing).toEqual([]);
  });

  test('has every route once, under an operation of its own', () => {
    const keys = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const shown = contracts.map((one) => ({ ...one, path: one.shown?.path ?? one.path }));
    expect(keys.sort()).toEqual(routeKeysOf(shown));
    expect(new Set(routeKeysOf(contracts)).size).toBe(contracts.length);
    expect(new Set(contracts.map(({ operation }) => operation)).size).toBe(contracts.length);
  });

  test('writes the path of a simulation as callers send it', () => {
    const { parameters = [] } = paths['/v1/credit-policies/{version}:simulate']?.post ?? {};
    expect(parameters[0]).toMatchObject({ name: 'version', in: 'path' });
    expect(JSON.stringify(paths)).not.toContain('{policy}');
  });

  test.for([...contracts, ...contracts.flatMap((one) => (one.shown ? [{ ...one, ...one.shown }] : []))])(
    '$operation names the parameters of its path',
    ({ path, params }) => {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
      const { properties = {} } = params ? (z.toJSONSchema(params, { io: 'input' }) as { properties?: object }) : {};
      expect(Object.keys(properties)).toEqual(names);
    },
  );

  test.for(contracts.filter(({ body }) => body))('$operation shows a body that it would accept', (one) => {
    const read = one.body?.safeParse(examples[one.operation]);
    expect(read?.error?.issues ?? []).toEqual([]);
  });

  test('has no example for an operation that does not exist', () => {
    const operations = new Set(contracts.map(({ operation }) => operation));
    expect(Object.keys(examples).filter((name) => !operations.has(name))).toEqual([]);
  });

  test('asks for an idempotency key exactly where a request is carried out once', () => {
    for (const { path, method, once } of contracts) {
      const parameters = paths[path]?.[method.toLowerCase()]?.parameters ?? [];
      const asks = parameters.some(({ $ref }) => $ref === '#/components/parameters/IdempotencyKey');
      expect([path, asks]).toEqual([path, once === true]);
    }
  });
});

const thing = {
  operation: 'getThing',
  method: 'GET',
  path: '/v1/things',
  tag: 'Things',
  summary: 'Gives it',
  audience: 'public',
} as const;

describe('a schema in the document', () => {
  const componentOf = (schema: Schema) => {
    const lone = contract({ ...thing, answers: { 200: { description: 'It.', schema } } });
    const { components } = openApiDocument({ ...sources, contracts: [lone] });
    return (components as { schemas: Record<string, unknown> }).schemas.Thing;
  };

  test('says of a branded amount what it is on the wire', () => {
    const schema = z.object({ amount: z.pipe(z.int().check(z.minimum(0)), z.transform(yen)) });
    expect(componentOf(schema)).toMatchObject({ properties: { amount: { type: 'integer', minimum: 0 } } });
  });

  test('leaves room in an answer for fields of later', () => {
    expect(componentOf(z.strictObject({ amount: z.int() }))).not.toHaveProperty('additionalProperties');
  });

  test('cannot be one that JSON has no form for', () => {
    expect(() => componentOf(z.object({ bytes: z.instanceof(Uint8Array) }))).toThrow('custom');
    expect(() => componentOf(z.object({ at: z.date() }))).toThrow('date');
  });
});

describe('what cannot be told is refused', () => {
  const lone = contract({ ...thing, answers: { 200: { description: 'It.' } }, refusals: ['ThingNotFound'] });

  test('a code that no table declares', () => {
    expect(() => openApiDocument({ ...sources, contracts: [lone] })).toThrow('ThingNotFound');
  });

  test('a code that two tables declare differently', () => {
    const refusals = [{ ThingNotFound: ['missing', 'No thing'] }, { ThingNotFound: ['conflict', 'No thing'] }] as const;
    expect(() => openApiDocument({ ...sources, refusals, contracts: [] })).toThrow('two ways');
  });
});
