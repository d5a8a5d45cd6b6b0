import type { Contract } from '../shared/contract.ts';
import { apiVersion } from '../shared/request.ts';
import { operationOf } from './openapi-operation.ts';
import { problemExamples, problemSchema, problemsByCode, type RefusalTable } from './openapi-problems.ts';
import { type JsonSchema, schemasOf } from './openapi-schemas.ts';
import { eventSchema, webhookOperations, webhookParameters, webhookResponses } from './openapi-webhooks.ts';

export interface DocumentSources {
  readonly contracts: readonly Contract[];
  readonly refusals: readonly RefusalTable[];
  /** Example bodies by operation. */
  readonly examples: Readonly<Record<string, unknown>>;
}

/** The routes that must be deployed, as API Gateway names them. */
export const routeKeysOf = (contracts: readonly Contract[]): string[] =>
  contracts.map(({ method, path }) => `${method} ${path}`).sort();

/** The OpenAPI 3.1 document: made of the very schemas that validate the requests, so that it cannot say anything else. */
export function openApiDocument({ contracts, refusals, examples }: DocumentSources): JsonSchema {
  const schemas = schemasOf(contracts);
  const parts = { schemas, problems: problemsByCode(refusals), examples };
  const paths: Record<string, JsonSchema> = {};
  for (const contract of contracts) {
    const path = contract.shown?.path ?? contract.path;
    paths[path] = {
      ...paths[path],
      [contract.method.toLowerCase()]: operationOf(contract, parts),
    };
  }
  return {
    openapi: '3.1.1',
    info,
    servers: [
      { url: '/', description: 'The deployment that serves this document' },
      { url: 'http://127.0.0.1:4000', description: 'The local sandbox (npm start)' },
    ],
    tags: [...new Set(contracts.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    webhooks: webhookOperations(),
    components: {
      schemas: { ...sorted(schemas.components), Event: eventSchema(), Problem: problemSchema },
      parameters: { ...parameters, ...webhookParameters },
      headers,
      responses: webhookResponses,
      examples: problemExamples(contracts, parts.problems),
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: '`sk_test_…` in a sandbox, `sk_live_…` in production.' },
      },
    },
  };
}

const sorted = (record: Record<string, JsonSchema>): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const info = {
  title: 'Tegata',
  version: apiVersion,
  summary: 'Payments between businesses in Japan: credit, orders, ledger.',
  description: [
    'Money is a whole number of yen. Business dates are days in Japan (`YYYY-MM-DD`), instants are RFC 3339 in UTC.',
    'Every POST that changes state needs an `Idempotency-Key`; the same key and body again give the first answer again.',
    'Errors are `application/problem+json` (RFC 9457); decide by `code`. No answer of 400 to 499 has changed anything.',
    'Within an API version fields are only added: ignore those that you do not know.',
  ].join('\n\n'),
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

const parameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'Your own key for this request, for one merchant and route. Repeat it when you did not get the answer.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    example: 'order-2026-0001',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The `version` that you have read, in quotes.',
    schema: { type: 'string', pattern: '^(?:W/)?"?\\d{1,9}"?$' },
    example: '"1"',
  },
  OptionalIfMatch: {
    name: 'If-Match',
    in: 'header',
    required: false,
    description:
      'The `version` that you have read, in quotes, if you want to overwrite no other one. 0: there is none yet.',
    schema: { type: 'string', pattern: '^(?:W/)?"?\\d{1,9}"?$' },
    example: '"1"',
  },
  ApiVersion: {
    name: 'Api-Version',
    in: 'header',
    required: false,
    description: 'The version that your client was written for.',
    schema: { type: 'string', enum: [apiVersion] },
  },
};

const text = (description: string) => ({ description, schema: { type: 'string' } });

const headers = {
  'X-Request-Id': text('Names this request in our logs.'),
  'Api-Version': text('The version that answered.'),
  ETag: text('The `version` in quotes, as `If-Match` takes it.'),
  'X-Next-Cursor': text('The `cursor` of the next page of the file; absent with the last one.'),
  'Idempotency-Replayed': text('`true` when this is the first answer once more, and nothing was done this time.'),
  RateLimit: text(
    '`"key";r=41`: how many requests the key may still send at once; with `;t=2` none before two seconds from now.',
  ),
  'Retry-After': text('Seconds after which the same request may be sent again.'),
};
