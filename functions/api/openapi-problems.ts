import type { Contract } from '../shared/contract.ts';
import { type Problem, problemOf } from '../shared/problem.ts';
import { Refusal, type RefusalKind } from '../shared/refusal.ts';
import type { JsonSchema } from './openapi-schemas.ts';

/** Code → who must act, title: the tables of all capabilities. */
export type RefusalTable = Readonly<Record<string, readonly [kind: RefusalKind, title: string]>>;

const requestId = 'JKJaXmPLvHcESHA=';

/** An example of every problem that the API can answer, by code. */
export function problemsByCode(tables: readonly RefusalTable[]): ReadonlyMap<string, Problem> {
  const problems = new Map<string, Problem>();
  for (const [code, [kind, title]] of tables.flatMap((table) => Object.entries(table))) {
    const refusal = new Refusal({ code, kind, title, detail: `${title}.`, facts: {} });
    const problem = problemOf(refusal, '/v1/orders', requestId);
    const other = problems.get(code);
    if (other && (other.status !== problem.status || other.title !== problem.title)) {
      throw new Error(`${code} is declared in two ways`);
    }
    problems.set(code, problem);
  }
  const broken = problemOf(undefined, '/v1/orders', requestId);
  return problems.set(broken.code, broken);
}

/** What the kernel may answer before or around the use case of a route (shared/request.ts, shared/http.ts). */
function codesOfKernel({ audience, method, body, file, query, params, once, ifMatch }: Contract): string[] {
  return [
    'ApiVersionUnsupported',
    'InternalError',
    ...(body || file || query || params || once || ifMatch ? ['MalformedRequest'] : []),
    ...(audience === 'public' ? [] : ['Unauthenticated', 'TooManyRequests']),
    ...(audience === 'public' || audience === 'any_key' ? [] : ['ScopeMissing']),
    ...(audience === 'public' || audience === 'operator' || method === 'GET' ? [] : ['MerchantSuspended']),
    ...(body ? ['BodyTooLarge', 'BodyNotJson'] : []),
    ...(file ? ['BodyTooLarge', 'BodyNotCsv'] : []),
    ...(once ? ['IdempotencyKeyMissing', 'IdempotencyKeyReused', 'RequestInProgress', 'TooBusy'] : []),
    ...(ifMatch === true ? ['VersionMissing'] : []),
    ...(ifMatch ? ['VersionStale'] : []),
  ];
}

/** The problem responses of a route, by status. */
export function problemResponses(
  contract: Contract,
  problems: ReadonlyMap<string, Problem>,
): Record<string, JsonSchema> {
  const codes = [...new Set([...codesOfKernel(contract), ...(contract.refusals ?? [])])].sort();
  const found = codes.map((code) => {
    const problem = problems.get(code);
    if (!problem) throw new Error(`${contract.operation} refuses with ${code}, which no table declares`);
    return problem;
  });
  const byStatus = Object.groupBy(found, (problem) => problem.status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, some]) => [status, responseOf(Number(status), some ?? [])]),
  );
}

const responseOf = (status: number, problems: readonly Problem[]): JsonSchema => ({
  description: problems.map(({ code, title }) => `\`${code}\`: ${title}.`).join(' '),
  headers: {
    'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
    ...(status === 429 ? { RateLimit: { $ref: '#/components/headers/RateLimit' } } : {}),
    ...(status === 503 || status === 429 ? { 'Retry-After': { $ref: '#/components/headers/Retry-After' } } : {}),
  },
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { type: 'object', properties: { code: { enum: problems.map(({ code }) => code) } } },
        ],
      },
      examples: Object.fromEntries(problems.map(({ code }) => [code, { $ref: `#/components/examples/${code}` }])),
    },
  },
});

/** For `components.examples`: one of every code that some route gives. */
export const problemExamples = (
  contracts: readonly Contract[],
  problems: ReadonlyMap<string, Problem>,
): Record<string, JsonSchema> => {
  const given = new Set(contracts.flatMap((contract) => [...codesOfKernel(contract), ...(contract.refusals ?? [])]));
  return Object.fromEntries([...given].sort().map((code) => [code, { value: problems.get(code) }]));
};

/** RFC 9457 with the members of API.md section 7. */
export const problemSchema: JsonSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'instance', 'code', 'requestId', 'retryable'],
  properties: {
    type: { type: 'string', format: 'uri-reference', description: 'The page that explains the problem: `GET` it.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened this time.' },
    instance: { type: 'string', format: 'uri-reference' },
    code: { type: 'string', description: 'What programs decide by. It does not change within an API version.' },
    requestId: { type: 'string', description: 'Tell it to the support desk.' },
    retryable: { type: 'boolean', description: 'Whether the same request can succeed later as it is.' },
    errors: {
      type: 'array',
      description: 'Every field that is wrong, all at once.',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: {
          pointer: { type: 'string', description: 'A JSON Pointer into the body, or from /query, /path or /headers.' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
  },
};
