import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Api, expectProblem } from '../support/api.ts';
import { routesOf } from '../support/conformance.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { contentOf, type ValidRequest, type World } from '../support/requests/rows.ts';
import { aWorld, validRequests } from '../support/requests.ts';
import { bodySchemaOf, spoiledBodies } from '../support/spoiled-bodies.ts';

const { demo, operator, operator2, as, document, url } = await journey();
const routes = routesOf(document);

let world: World;
const requests = new Map<string, ValidRequest>();
let before: unknown;

/** All that a request of this suite could have moved. */
const whatIsThere = async (): Promise<unknown> => ({
  trialBalance: await operator.trialBalance(),
  credit: await demo.credit(world.buyerId),
  order: await demo.order(world.orderId),
  orders: await demo.orders(`?buyerId=${world.buyerId}&limit=100`),
  buyer: await demo.buyer(world.buyerId),
  waiting: await demo.buyer(world.waitingId),
  buyers: (await demo.buyers('?limit=100')).items.map(({ id, version }) => [id, version]),
  examination: await operator.examination(world.examinationId),
  scenarios: await operator.api.get('/v1/test/scenarios'),
});

beforeAll(async () => {
  world = await aWorld(demo, operator);
  // One after another: two of them may make the same thing, such as a shop's settings.
  for (const [operationId, { make }] of Object.entries(validRequests)) {
    requests.set(operationId, await make(world, { demo, operator, operator2, as }));
  }
  before = await whatIsThere();
});

const requestFor = (operationId: string): ValidRequest => {
  const request = requests.get(operationId);
  if (!request) throw new Error(`test/support/requests.ts has no valid request for ${operationId}`);
  return request;
};

const scopeOf = (security: readonly Record<string, readonly string[]>[]) => security[0]?.apiKey?.[0];

/** Whose key the route wants. */
const callerOf = (operation: object): Api =>
  scopeOf((operation as { security: Record<string, string[]>[] }).security) === 'operator' ? operator.api : demo.api;

/** Sends a valid request with something else about it. */
const send = (api: Api, method: string, request: ValidRequest, change: Parameters<Api['send']>[2] = {}) => {
  const { headers, ...content } = contentOf(request);
  const isOther = change.body !== undefined || change.text !== undefined;
  return api.send(method, request.path, {
    ...(isOther ? {} : content),
    ...change,
    headers: { 'idempotency-key': crypto.randomUUID(), ...headers, ...request.headers, ...change.headers },
  });
};

const pointersOf = (answer: Answer): string[] =>
  (expectProblem(answer, 400, 'MalformedRequest').errors ?? []).map(({ pointer }) => pointer);

describe('a request that is not valid', () => {
  const withBody = routes.filter(({ path, method }) => bodySchemaOf(document, path, method));

  test.for(withBody)('$method $path names the one field that is wrong', async ({ method, path, operation }) => {
    const schema = bodySchemaOf(document, path, method);
    const request = requestFor(operation.operationId);
    const faults = spoiledBodies(document, schema ?? {}, request.body);
    expect(faults.length).toBeGreaterThan(5);
    for (const { fault, body, pointer } of faults) {
      const answer = await send(callerOf(operation), method, request, { body });
      expect([fault, pointersOf(answer)]).toEqual([fault, expect.arrayContaining([pointer])]);
    }
  });

  test.for(withBody)('$method $path takes JSON only, and no more than 256 KiB of it', async ({ method, operation }) => {
    const request = requestFor(operation.operationId);
    const api = callerOf(operation);
    for (const text of ['{', '{"amount": 1', 'null and void', "{'amount': 1}", '[1,]', '{"a":1}{"b":2}', '\u0000']) {
      expect([text, pointersOf(await send(api, method, request, { text }))]).toEqual([text, ['']]);
    }
    const text = JSON.stringify(request.body);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data']) {
      const answer = await send(api, method, request, { text, headers: { 'content-type': type } });
      expectProblem(answer, 415, 'BodyNotJson');
    }
    const large = JSON.stringify({ reference: 'あ'.repeat(100_000) });
    expectProblem(await send(api, method, request, { text: large }), 413, 'BodyTooLarge');
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(pointersOf(await send(api, method, request, { text: deep }))).toEqual(['']);
  });

  test('names every field that is wrong at once', async () => {
    const answer = await demo.api.tryPost('/v1/orders', {
      reference: '',
      method: 'cash',
      lines: [],
      amount: 0.5,
      more: 1,
    });
    expect(pointersOf(answer).sort()).toEqual(
      ['/amount', '/buyerId', '/lines', '/method', '/more', '/reference'].sort(),
    );
  });

  test.for([
    ['an impossible day', { shippingDueOn: '2026-02-30' }, '/shippingDueOn'],
    ['a sum that is not that of the lines', { amount: 999 }, '/amount'],
    ['a text that cannot be stored as Unicode', { reference: 'PO-\ud800' }, '/reference'],
    ['a reference of two lines', { reference: 'PO-1\nPO-2' }, '/reference'],
  ] as const)('an order with %s is refused', async ([, change, pointer]) => {
    const { path, body } = requestFor('placeOrder');
    expect(pointersOf(await demo.api.tryPost(path, { ...(body as object), ...change }))).toContain(pointer);
  });

  test.for([
    ['company', { prefecture: '武蔵国' }],
    ['company', { postalCode: '12-345' }],
    ['company', { corporateNumber: '1234567890123' }],
    ['company', { nameKana: '青葉商店' }],
    ['company', { establishedOn: '2999-01-01' }],
    ['company', { name: '株式会社' }],
    ['company', { name: '青葉\n商店' }],
    ['company', { name: '青葉\ud800商店' }],
    ['contact', { email: 'keiri@' }],
    ['contact', { email: 'a b@example.co.jp' }],
    ['contact', { phone: '12345' }],
    ['representative', { familyNameKana: 'Tanaka' }],
  ] as const)('a buyer with this %s is refused: %j', async ([part, change]) => {
    const { path, body } = requestFor('registerBuyer');
    const whole = body as Record<string, object>;
    const answer = await demo.api.tryPost(path, { ...whole, [part]: { ...whole[part], ...change } });
    expect(pointersOf(answer)).toEqual([`/${part}/${Object.keys(change)[0]}`]);
  });

  test.for(routes)('$method $path knows no other query and no other version of the API', async (route) => {
    const { method, operation } = route;
    const request = requestFor(operation.operationId);
    const old = await send(callerOf(operation), method, request, { headers: { 'api-version': '2020-01-01' } });
    expectProblem(old, 400, 'ApiVersionUnsupported');
    const isList = 'parameters' in operation && JSON.stringify(operation.parameters).includes('"in":"query"');
    if (!isList) return;
    const asked = { ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}unheardOf=1` };
    expect(pointersOf(await send(callerOf(operation), method, asked))).toEqual(['/query/unheardOf']);
  });
});

describe('the headers of a request', () => {
  const asks = (header: string) =>
    routes.filter(({ operation }) => JSON.stringify(operation).includes(`/parameters/${header}"`));

  test.for(asks('IdempotencyKey'))('$method $path is carried out only under a key', async ({ method, operation }) => {
    const request = requestFor(operation.operationId);
    const api = callerOf(operation);
    const without = await send(api, method, request, { headers: { 'idempotency-key': undefined } });
    expectProblem(without, 400, 'IdempotencyKeyMissing');
    const empty = await send(api, method, request, { headers: { 'idempotency-key': '' } });
    expectProblem(empty, 400, 'IdempotencyKeyMissing');
    const long = await send(api, method, request, { headers: { 'idempotency-key': 'k'.repeat(256) } });
    expect(pointersOf(long)).toEqual(['/headers/idempotency-key']);
  });

  test.for(asks('IfMatch'))(
    '$method $path is carried out only on a version that was seen',
    async ({ method, operation }) => {
      const request = requestFor(operation.operationId);
      const api = callerOf(operation);
      const without = await send(api, method, request, { headers: { 'if-match': undefined } });
      expectProblem(without, 400, 'VersionMissing');
      for (const tag of ['latest', '"one"', '*', '-1', '1.5', '99999999999']) {
        const answer = await send(api, method, request, { headers: { 'if-match': tag } });
        expect([tag, pointersOf(answer)]).toEqual([tag, ['/headers/if-match']]);
      }
      expectProblem(await send(api, method, request, { headers: { 'if-match': '"9999"' } }), 412, 'VersionStale');
    },
  );
});

describe('an address that nothing is at', () => {
  const withId = routes.filter(({ path }) => path.includes('Id}'));
  const ids = [
    'ord_01KCQ3V5M8R2T7W9X4Y6Z0ABCD',
    '0',
    '%20',
    '%00',
    '%F0%9F%92%B4',
    '..%2F..',
    'x'.repeat(64),
    "';--",
    '%7B%7D',
    'BUYER%23x',
  ];

  test.for(withId)('$method $path is 404 for an id that was never given out', async ({ method, path, operation }) => {
    const request = requestFor(operation.operationId);
    for (const id of ids) {
      const asked = { ...request, path: path.replace(/\{\w+\}/, id) };
      const answer = await send(callerOf(operation), method, asked);
      expect([id, answer.status]).toEqual([id, 404]);
      expect((answer.body as { code: string }).code).toMatch(/NotFound$/);
    }
  });

  test.for([
    ['GET', '/'],
    ['GET', '/v1'],
    ['GET', '/v2/orders'],
    ['DELETE', '/v1/orders'],
    ['PUT', '/v1/orders/ord_1'],
    ['GET', '/v1/orders/ord_1/confirmations'],
    ['POST', '/healthz'],
    ['GET', '/v1/orders/'],
    ['GET', '/v1/ledger:burn'],
    ['GET', '//v1//orders'],
  ] as const)('%s %s is a problem that says so', async ([method, path]) => {
    const answer = await demo.api.send(method, path);
    expectProblem(answer, 404, 'RouteNotFound');
  });

  test('a reference to a page asset cannot leave its folder', async () => {
    for (const name of ['..%2Findex.mjs', '%2e%2e%2findex.mjs', 'index.mjs', '%00', 'constructor', '__proto__']) {
      const response = await fetch(`${url}/docs/${name}`);
      expect([name, response.status]).toEqual([name, 404]);
      await response.body?.cancel();
    }
  });
});

test('no refusal has moved anything: credit, orders, buyers and the trial balance are what they were', async () => {
  expect(await whatIsThere()).toEqual(before);
  await expectBalancedBooks(operator);
});
