import { expect, test } from 'vitest';
import { answer } from '../../../functions/shared/answer.ts';
import { contract } from '../../../functions/shared/contract.ts';
import { httpFunction, route } from '../../../functions/shared/http.ts';
import type { HttpEvent } from '../../../functions/shared/request.ts';

const carriedOut: string[] = [];
const listThings = contract({
  operation: 'listThings',
  method: 'GET',
  path: '/v1/things',
  tag: 'Things',
  summary: 'Lists things',
  audience: 'orders:read',
  answers: { 200: { description: 'Things.' } },
});
const handler = httpFunction(
  route(listThings, async ({ caller }) => {
    carriedOut.push(caller.keyId);
    return answer(200, {});
  }),
);

async function sent(share: object) {
  const event = {
    routeKey: 'GET /v1/things',
    rawPath: '/v1/things',
    headers: {},
    requestContext: {
      requestId: 'req-1',
      authorizer: {
        lambda: { kind: 'merchant', keyId: 'key_1', merchantId: 'mer_a', scopes: 'orders:read', ...share },
      },
    },
  } as unknown as HttpEvent;
  const context = { awsRequestId: 'inv-1', functionName: 'things', getRemainingTimeInMillis: () => 1000 };
  return (await handler(event, context as never)) as { statusCode: number; headers: object; body: string };
}

test('a key is told with every answer what is left of its share, where it has one', async () => {
  expect((await sent({ remaining: '41' })).headers).toMatchObject({ ratelimit: '"key";r=41' });
  expect((await sent({})).headers).not.toHaveProperty('ratelimit');
});

test('a key that has used up its share is told when to come back, and nothing is carried out', async () => {
  carriedOut.length = 0;
  const refused = await sent({ remaining: '0', retryAfter: '2' });
  expect(refused.statusCode).toBe(429);
  expect(refused.headers).toMatchObject({ 'retry-after': '2', ratelimit: '"key";r=0;t=2' });
  expect(JSON.parse(refused.body)).toMatchObject({ code: 'TooManyRequests', retryable: true, retryAfter: 2 });
  expect(carriedOut).toEqual([]);
});
