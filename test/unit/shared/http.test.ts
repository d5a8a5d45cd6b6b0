import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { answer } from '../../../functions/shared/answer.ts';
import { contract } from '../../../functions/shared/contract.ts';
import { httpFunction, route } from '../../../functions/shared/http.ts';
import { refusals } from '../../../functions/shared/refusal.ts';
import { type HttpEvent, readRequest } from '../../../functions/shared/request.ts';

const refuse = refusals({ LimitReached: ['declined', 'The limit is reached'] });

const placeThing = contract({
  operation: 'placeThing',
  method: 'POST',
  path: '/v1/things/{thingId}',
  tag: 'Things',
  summary: 'Places a thing',
  audience: 'orders:write',
  params: z.object({ thingId: z.string() }),
  query: z.strictObject({ limit: z.optional(z.string().check(z.regex(/^\d+$/))) }),
  body: z.strictObject({
    name: z.string().check(z.minLength(1)),
    amount: z.int().check(z.minimum(1)),
    kind: z.enum(['a', 'b']),
    parts: z.array(z.strictObject({ count: z.int() })),
  }),
  once: true,
  answers: { 201: { description: 'The thing.' } },
});

const handler = httpFunction(
  route(placeThing, async ({ body, caller, params, once }) => {
    if (body.name === 'too much') throw refuse('LimitReached', 'Only 3 left.', { left: 3 });
    if (body.name === 'broken') throw new Error('secret detail');
    return answer(201, { ...body, ...params, merchantId: caller.merchantId, hasProof: once.key.length > 0 });
  }),
);

const good = { name: 'x', amount: 1, kind: 'a', parts: [{ count: 2 }] };

function aRequest(
  change: Partial<Record<'body' | 'bytes' | 'query' | 'headers' | 'context', unknown>> = {},
): HttpEvent {
  const merchant = { kind: 'merchant', keyId: 'key_1', merchantId: 'mer_demo', scopes: 'orders:read orders:write' };
  return {
    version: '2.0',
    routeKey: 'POST /v1/things/{thingId}',
    rawPath: '/v1/things/t1',
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'k1', ...(change.headers as object) },
    queryStringParameters: change.query,
    pathParameters: { thingId: 't1' },
    requestContext: {
      requestId: 'req-1',
      http: { method: 'POST', path: '/v1/things/t1' },
      authorizer: { lambda: 'context' in change ? change.context : merchant },
    },
    body: bodyOf(change),
    isBase64Encoded: change.bytes !== undefined,
  } as unknown as HttpEvent;
}

function bodyOf({ body, bytes }: { body?: unknown; bytes?: unknown }): string {
  if (bytes instanceof Buffer) return bytes.toString('base64');
  return typeof body === 'string' ? body : JSON.stringify(body ?? good);
}

async function call(event: HttpEvent) {
  const context = { awsRequestId: 'inv-1', functionName: 'things', getRemainingTimeInMillis: () => 1000 };
  const result = (await handler(event, context as never)) as {
    statusCode: number;
    headers: object;
    body: string;
  };
  return { status: result.statusCode, headers: result.headers, body: JSON.parse(result.body) };
}

describe('a request', () => {
  test('that is valid reaches its use case with every part read', async () => {
    const { status, body, headers } = await call(aRequest());
    expect(status).toBe(201);
    expect(body).toEqual({ ...good, thingId: 't1', merchantId: 'mer_demo', hasProof: true });
    expect(headers).toMatchObject({ 'api-version': '2026-01-01', 'x-request-id': 'req-1' });
  });

  test('that is wrong in many places is told of all of them at once', async () => {
    const body = { amount: 1.5, kind: 'c', parts: [{ count: '2' }], extra: true };
    const {
      status,
      body: problem,
      headers,
    } = await call(aRequest({ body, query: { limit: 'x' }, headers: { 'idempotency-key': '' } }));
    expect(status).toBe(400);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json' });
    expect(problem).toMatchObject({
      type: '/problems/malformed-request',
      code: 'MalformedRequest',
      instance: '/v1/things/t1',
      requestId: 'req-1',
      retryable: false,
    });
    const named = problem.errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`);
    expect(named.sort()).toEqual([
      '/amount invalid_type',
      '/extra unknown_field',
      '/headers/idempotency-key required',
      '/kind invalid_value',
      '/name required',
      '/parts/0/count invalid_type',
      '/query/limit invalid_format',
    ]);
  });

  test.for([
    ['no key', { context: { kind: 'anonymous' } }, 401, 'Unauthenticated'],
    ['no authorizer at all', { context: undefined }, 401, 'Unauthenticated'],
    ['a key without the right', { context: { kind: 'merchant', scopes: 'orders:read' } }, 403, 'ScopeMissing'],
    [
      'a key of a suspended merchant',
      { context: { kind: 'merchant', merchantId: 'mer_demo', scopes: 'orders:write', restricted: 'true' } },
      403,
      'MerchantSuspended',
    ],
    ['no idempotency key', { headers: { 'idempotency-key': undefined } }, 400, 'IdempotencyKeyMissing'],
    ['a body that is not JSON', { body: '{"name":' }, 400, 'MalformedRequest'],
    ['a body that is a list', { body: '[]' }, 400, 'MalformedRequest'],
    ['a body nested as deeply as it is long', { body: '['.repeat(9e4) + ']'.repeat(9e4) }, 400, 'MalformedRequest'],
    ['a text that no table can keep', { body: { ...good, name: 'x\ud800' } }, 400, 'MalformedRequest'],
    ['a text that no queue takes', { body: { ...good, name: 'x\ufffe' } }, 400, 'MalformedRequest'],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'BodyNotJson'],
    [
      'another character set',
      { headers: { 'content-type': 'application/json; charset=Shift_JIS' } },
      415,
      'BodyNotJson',
    ],
    ['bytes that are no text', { bytes: Buffer.from('7b226e616d65223a2282227d', 'hex') }, 400, 'MalformedRequest'],
    ['a body over the limit', { body: `"${'x'.repeat(256 * 1024)}"` }, 413, 'BodyTooLarge'],
    ['another API version', { headers: { 'api-version': '1999-01-01' } }, 400, 'ApiVersionUnsupported'],
    [
      'an idempotency key of 256 characters',
      { headers: { 'idempotency-key': 'k'.repeat(256) } },
      400,
      'MalformedRequest',
    ],
    [
      'a prototype in the body',
      { body: `{"__proto__":{"a":1},"name":"x","amount":1,"kind":"a","parts":[]}` },
      400,
      'MalformedRequest',
    ],
  ] as const)('with %s is refused', async ([, change, status, code]) => {
    const { status: given, body } = await call(aRequest(change));
    expect([given, body.code]).toEqual([status, code]);
  });

  test('that is wrong in thousands of places is told of a hundred', async () => {
    const body = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`field${at}`, 1]));
    const { status, body: problem } = await call(aRequest({ body }));
    expect([status, problem.errors.length]).toEqual([400, 100]);
  });

  test.for(['application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"'])(
    'in %s is read',
    async (type) => {
      expect((await call(aRequest({ headers: { 'content-type': type } }))).status).toBe(201);
    },
  );

  test('that a rule refuses is told why, with the facts', async () => {
    const { status, body } = await call(aRequest({ body: { ...good, name: 'too much' } }));
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'LimitReached',
      title: 'The limit is reached',
      detail: 'Only 3 left.',
      left: 3,
    });
  });

  test('that meets a bug of ours learns nothing of its inside', async () => {
    const { status, body } = await call(aRequest({ body: { ...good, name: 'broken' } }));
    expect(status).toBe(500);
    expect(body).toMatchObject({ code: 'InternalError', requestId: 'req-1', retryable: true });
    expect(JSON.stringify(body)).not.toContain('secret');
  });
});

test('an Idempotency-Key is good for one resource, however its path is written', () => {
  const onceAt = (rawPath: string, thingId: string) =>
    readRequest(placeThing, { ...aRequest({ body: good }), rawPath, pathParameters: { thingId } }).once;
  expect(onceAt('/v1/things/%74%31', 't1')).toEqual(onceAt('/v1/things/t1', 't1'));
  expect(onceAt('/v1/things/t2', 't2').key).not.toBe(onceAt('/v1/things/t1', 't1').key);
});

describe('an answer that shows a resource with a version', () => {
  const changeThing = contract({
    operation: 'changeThing',
    method: 'PATCH',
    path: '/v1/things/{thingId}',
    tag: 'Things',
    summary: 'Changes a thing',
    audience: 'orders:write',
    answers: {
      200: { description: 'The thing.', schema: z.object({ version: z.int() }) },
      202: { description: 'It waits.', schema: z.object({ version: z.string() }) },
    },
  });
  const etagOf = async (status: number, body: object) => {
    const changes = httpFunction(route(changeThing, async () => answer(status, body)));
    const event = { ...aRequest(), routeKey: 'PATCH /v1/things/{thingId}' };
    return ((await changes(event, {} as never)) as { headers: Record<string, string> }).headers.etag;
  };

  test('has it as its ETag, whatever the method', async () => {
    expect(await etagOf(200, { version: 7 })).toBe('"7"');
  });

  test('has none where the version is of something else', async () => {
    expect(await etagOf(202, { version: '2026-02' })).toBeUndefined();
  });
});
