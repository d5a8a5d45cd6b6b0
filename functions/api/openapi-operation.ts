import type { Contract, Schema } from '../shared/contract.ts';
import { isVersioned } from '../shared/etag.ts';
import type { Problem } from '../shared/problem.ts';
import { problemResponses } from './openapi-problems.ts';
import { inlined, type JsonSchema, type Schemas } from './openapi-schemas.ts';

export interface DocumentParts {
  readonly schemas: Schemas;
  readonly problems: ReadonlyMap<string, Problem>;
  /** Example bodies by operation. */
  readonly examples: Readonly<Record<string, unknown>>;
}

/** One route of the document. */
export function operationOf(contract: Contract, parts: DocumentParts): JsonSchema {
  const { operation, tag, summary, audience } = contract;
  const parameters = parametersOf(contract);
  const example = parts.examples[operation];
  return {
    operationId: operation,
    tags: [tag],
    summary,
    description: rightOf(contract),
    security: audience === 'public' ? [] : [{ apiKey: audience === 'any_key' ? [] : [audience] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBodyOf(contract, parts, example),
    responses: { ...answersOf(contract, parts.schemas), ...problemResponses(contract, parts.problems) },
  };
}

function requestBodyOf({ body, file }: Contract, { schemas }: DocumentParts, example: unknown): JsonSchema {
  const shown = example === undefined ? {} : { example };
  if (file) return { requestBody: { required: true, content: filesOf(shown) } };
  if (!body) return {};
  const content = { 'application/json': { schema: schemas.reference(body), ...shown } };
  return { requestBody: { required: true, content } };
}

/** Text is UTF-8. Shift_JIS has to be sent as bytes: a gateway in between would read it as UTF-8 (shared/uploaded-file.ts). */
const filesOf = (shown: object): JsonSchema => ({
  'text/csv': { schema: { type: 'string' }, ...shown },
  'application/octet-stream': { schema: { type: 'string', contentMediaType: 'text/csv' } },
});

function rightOf({ audience }: Contract): string {
  if (audience === 'public') return 'Needs no key.';
  return audience === 'any_key' ? 'Needs a key, of whatever rights.' : `Needs a key with the right \`${audience}\`.`;
}

function parametersOf({ params, shown, query, once, ifMatch }: Contract): JsonSchema[] {
  return [
    ...(params ? fieldsOf(shown?.params ?? params, 'path') : []),
    ...(query ? fieldsOf(query, 'query') : []),
    ...(once ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
    ...(ifMatch ? [{ $ref: `#/components/parameters/${ifMatch === 'optional' ? 'OptionalIfMatch' : 'IfMatch'}` }] : []),
    { $ref: '#/components/parameters/ApiVersion' },
  ];
}

/** What a value means is in the output schema (`limit` is a number with a default); whether it must be sent, in the input's. */
function fieldsOf(schema: Schema, place: 'path' | 'query'): JsonSchema[] {
  const { properties = {} } = inlined(schema, 'output') as { properties?: Record<string, JsonSchema> };
  const { required = [] } = inlined(schema, 'input') as { required?: string[] };
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: value,
  }));
}

function answersOf({ answers, audience, once }: Contract, schemas: Schemas): Record<string, JsonSchema> {
  const common = {
    'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
    'Api-Version': { $ref: '#/components/headers/Api-Version' },
    ...(audience === 'public' ? {} : { RateLimit: { $ref: '#/components/headers/RateLimit' } }),
    ...(once ? { 'Idempotency-Replayed': { $ref: '#/components/headers/Idempotency-Replayed' } } : {}),
  };
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema, mediaTypes, headers = [] }]) => [
      status,
      {
        description,
        headers: {
          ...common,
          ...Object.fromEntries([...(isVersioned(schema) ? ['ETag'] : []), ...headers].map(headerOf)),
        },
        ...(schema ? { content: { 'application/json': { schema: schemas.reference(schema) } } } : {}),
        ...(mediaTypes
          ? { content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: { type: 'string' } }])) }
          : {}),
      },
    ]),
  );
}

const headerOf = (name: string) => [name, { $ref: `#/components/headers/${name}` }];
