import { describe, expect, test } from 'vitest';
import { createRouter } from '../../../../local/gateway/routes.ts';

const keys = [
  '$default',
  'GET /pets',
  'ANY /pets',
  'GET /pets/dog/1',
  'GET /pets/dog/{id}',
  'GET /pets/{kind}/{id}',
  'GET /pets/{proxy+}',
  'ANY /{proxy+}',
];
const route = createRouter(keys.toReversed().map((key) => ({ key, integrationId: key })));

describe("API Gateway's choice of a route", () => {
  test.for<[string, string, string, Record<string, string>]>([
    ['GET', '/pets', 'GET /pets', {}],
    ['POST', '/pets', 'ANY /pets', {}],
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/a%20b', 'GET /pets/{kind}/{id}', { kind: 'cat', id: 'a b' }],
    ['GET', '/pets/cat/1/toys', 'GET /pets/{proxy+}', { proxy: 'cat/1/toys' }],
    ['DELETE', '/pets/cat/1', 'ANY /{proxy+}', { proxy: 'pets/cat/1' }],
    ['GET', '/', '$default', {}],
  ])('%s %s takes %s', ([method, path, key, pathParameters]) => {
    const match = route(method, path);
    expect([match?.route.key, match?.pathParameters]).toEqual([key, pathParameters]);
  });

  test('without $default there may be no route', () => {
    expect(createRouter([{ key: 'GET /a', integrationId: 'a' }])('GET', '/b')).toBeUndefined();
  });
});
