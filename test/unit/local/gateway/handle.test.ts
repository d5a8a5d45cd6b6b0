import { describe, expect, test } from 'vitest';
import { createRequestHandler } from '../../../../local/gateway/handle.ts';
import type { Authorizer, HttpApi } from '../../../../local/gateway/http-api.ts';
import type { InvocationRequest, InvocationResult } from '../../../../local/lambda/function.ts';

type Answers = Record<string, (event: Record<string, unknown>) => unknown>;

const now = Date.parse('2026-12-01T03:04:05Z');

/** An API over functions that are plain callbacks; `events` keeps what they were given. */
function anApi(
  answers: Answers,
  given: { authorizer?: Partial<Authorizer>; cors?: HttpApi['cors']; timeoutMs?: number } = {},
) {
  const events: Record<string, unknown>[] = [];
  const api: HttpApi = {
    id: 'api1',
    name: 'test',
    url: 'http://127.0.0.1:4000',
    port: 4000,
    region: 'ap-northeast-1',
    account: '000000000000',
    routes: [
      { key: 'POST /orders/{id}', integrationId: 'main', ...(given.authorizer && { authorizerId: 'guard' }) },
      { key: 'GET /orders', integrationId: 'main', ...(given.authorizer && { authorizerId: 'guard' }) },
    ],
    integrations: new Map([['main', { functionArn: 'main', timeoutMs: given.timeoutMs ?? 30_000 }]]),
    authorizers: new Map([
      [
        'guard',
        { functionArn: 'guard', identitySources: [], ttlSeconds: 0, simpleResponses: true, ...given.authorizer },
      ],
    ]),
    stages: new Map([['$default', {}]]),
    ...(given.cors && { cors: given.cors }),
  };
  const invoke = async (name: string, { payload }: InvocationRequest): Promise<InvocationResult> => {
    const event = JSON.parse(payload) as Record<string, unknown>;
    events.push(event);
    const result = { requestId: 'r', durationMs: 1, logs: '' };
    try {
      return { ...result, payload: JSON.stringify(await answers[name]?.(event)) ?? 'null' };
    } catch (error) {
      return { ...result, payload: JSON.stringify({ errorMessage: String(error) }), functionError: 'Unhandled' };
    }
  };
  const unused = () => Promise.reject(new Error('not used'));
  const lambda = { invoke, define: () => {}, find: () => undefined, warm: unused, stop: unused };
  const handle = createRequestHandler(api, { lambda, now: () => now });
  const send = (method: string, target: string, rawHeaders: string[] = [], body = '') =>
    handle({
      method,
      target,
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      rawHeaders: ['Host', 'localhost:4000', ...rawHeaders],
      body: Buffer.from(body),
    });
  return { events, send };
}

describe('an HTTP API', () => {
  test('gives a function the event of payload format 2.0', async () => {
    const { events, send } = anApi({ main: () => null });
    await send(
      'POST',
      '/orders/o%201?b=2&a=1&a=x%20y',
      [
        'X-Twice',
        'one',
        'x-twice',
        'two',
        'Cookie',
        'a=1; b=2',
        'Content-Type',
        'application/json',
        'User-Agent',
        'test',
      ],
      '{"x":1}',
    );
    expect(events[0]).toMatchObject({
      version: '2.0',
      routeKey: 'POST /orders/{id}',
      rawPath: '/orders/o%201',
      rawQueryString: 'b=2&a=1&a=x%20y',
      cookies: ['a=1', 'b=2'],
      headers: {
        'x-twice': 'one,two',
        'content-type': 'application/json',
        'x-forwarded-proto': 'http',
        'x-forwarded-for': '127.0.0.1',
      },
      queryStringParameters: { b: '2', a: '1,x y' },
      pathParameters: { id: 'o 1' },
      body: '{"x":1}',
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'api1',
        http: { method: 'POST', path: '/orders/o%201', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
        stage: '$default',
        time: '01/Dec/2026:03:04:05 +0000',
        timeEpoch: now,
      },
    });
    expect(events[0]?.headers).not.toHaveProperty('cookie');
  });

  test('hands over a body that is no text in Base64, a form too, and leaves out what is not there', async () => {
    const { events, send } = anApi({ main: () => null });
    await send('POST', '/orders/1', ['Content-Type', 'application/x-www-form-urlencoded'], 'a=b');
    expect(events[0]).toMatchObject({ body: Buffer.from('a=b').toString('base64'), isBase64Encoded: true });
    await send('GET', '/orders');
    for (const field of ['body', 'cookies', 'queryStringParameters', 'pathParameters'])
      expect(events[1]).not.toHaveProperty(field);
  });

  test.for<[string, unknown, number, string, string]>([
    [
      'a full answer',
      { statusCode: 201, headers: { 'Content-Type': 'text/html' }, body: '<p>' },
      201,
      'text/html',
      '<p>',
    ],
    ['an object', { orders: [] }, 200, 'application/json', '{"orders":[]}'],
    ['a text', 'plain', 200, 'application/json', 'plain'],
    ['a Base64 body', { statusCode: 200, body: 'aGk=', isBase64Encoded: true }, 200, 'text/plain;charset=UTF-8', 'hi'],
    ['a status that is none', { statusCode: 'many' }, 500, 'application/json', '{"message":"Internal Server Error"}'],
  ])('understands %s', async ([, answer, status, type, body]) => {
    const { send } = anApi({ main: () => answer });
    const sent = await send('GET', '/orders');
    expect([sent.status, sent.headers['content-type'], sent.body.toString()]).toEqual([status, type, body]);
  });

  test('sends each cookie in a header of its own', async () => {
    const { send } = anApi({ main: () => ({ statusCode: 200, cookies: ['a=1', 'b=2'] }) });
    expect((await send('GET', '/orders')).headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  test('answers 500 for a function that fails, 503 for one that is too slow, 404 for no route', async () => {
    const failing = anApi({ main: () => Promise.reject(new Error('broken')) });
    expect(await failing.send('GET', '/orders')).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
    const slow = anApi({ main: () => new Promise((resolve) => setTimeout(resolve, 200)) }, { timeoutMs: 20 });
    expect(await slow.send('GET', '/orders')).toMatchObject({ status: 503 });
    expect(await slow.send('GET', '/nothing')).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
  });
});

describe('a Lambda authorizer', () => {
  test('puts its context into the event', async () => {
    const { events, send } = anApi(
      { guard: () => ({ isAuthorized: true, context: { kind: 'merchant' } }), main: () => 'ok' },
      { authorizer: {} },
    );
    expect(await send('GET', '/orders')).toMatchObject({ status: 200 });
    expect(events[0]).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      identitySource: null,
      routeArn: 'arn:aws:execute-api:ap-northeast-1:000000000000:api1/$default/GET/orders',
    });
    expect(events[1]?.requestContext).toMatchObject({ authorizer: { lambda: { kind: 'merchant' } } });
  });

  test('refuses: 403 when it says no, 401 without an identity (and is not asked), 500 when it fails', async () => {
    const sources = { identitySources: ['$request.header.Authorization'] };
    const no = anApi({ guard: () => ({ isAuthorized: false }) }, { authorizer: sources });
    expect(await no.send('GET', '/orders')).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
    expect(no.events).toEqual([]);
    expect(await no.send('GET', '/orders', ['authorization', 'x'])).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
    });
    const broken = anApi({ guard: () => Promise.reject(new Error('broken')) }, { authorizer: {} });
    expect(await broken.send('GET', '/orders')).toMatchObject({ status: 500 });
  });

  test('may answer with a policy, in which Deny wins', async () => {
    const policy = (Resource: string, Effect = 'Allow') => ({ Action: 'execute-api:Invoke', Effect, Resource });
    const statusFor = async (...Statement: object[]) => {
      const { send } = anApi(
        { guard: () => ({ policyDocument: { Statement } }), main: () => 'ok' },
        { authorizer: { simpleResponses: false } },
      );
      return (await send('GET', '/orders')).status;
    };
    const all = 'arn:aws:execute-api:*:*:api1/*/GET/*';
    expect(await statusFor(policy(all))).toBe(200);
    expect(await statusFor(policy(all), policy('*', 'Deny'))).toBe(403);
    expect(await statusFor(policy('arn:aws:execute-api:*:*:api1/*/POST/*'))).toBe(403);
  });

  test('is asked once per identity as long as its answer may be kept', async () => {
    const { events, send } = anApi(
      { guard: () => ({ isAuthorized: true }), main: () => 'ok' },
      { authorizer: { identitySources: ['$request.header.authorization'], ttlSeconds: 60 } },
    );
    for (const key of ['a', 'a', 'b']) await send('GET', '/orders', ['Authorization', key]);
    expect(events.filter(({ type }) => type === 'REQUEST').map(({ identitySource }) => identitySource)).toEqual([
      ['a'],
      ['b'],
    ]);
  });
});

describe('CORS', () => {
  const cors = {
    allowOrigins: ['https://console.example'],
    allowMethods: ['GET'],
    allowHeaders: ['authorization'],
    exposeHeaders: ['etag'],
    allowCredentials: false,
    maxAgeSeconds: 600,
  };

  test('answers a preflight request itself', async () => {
    const { events, send } = anApi({ main: () => 'ok' }, { cors });
    const answer = await send('OPTIONS', '/orders', [
      'Origin',
      'https://console.example',
      'Access-Control-Request-Method',
      'GET',
    ]);
    expect(answer).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://console.example',
        'access-control-allow-methods': 'GET',
        'access-control-allow-headers': 'authorization',
        'access-control-max-age': '600',
      },
    });
    const stranger = await send('OPTIONS', '/orders', [
      'Origin',
      'https://evil.example',
      'Access-Control-Request-Method',
      'GET',
    ]);
    expect([stranger.status, stranger.headers]).toEqual([204, {}]);
    expect(events).toEqual([]);
  });

  test("replaces the function's own headers", async () => {
    const { send } = anApi(
      { main: () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } }) },
      { cors },
    );
    const { headers } = await send('GET', '/orders', ['Origin', 'https://console.example']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://console.example',
      'access-control-expose-headers': 'etag',
    });
    expect((await send('GET', '/orders')).headers).not.toHaveProperty('access-control-allow-origin');
  });
});
