import { beforeAll, describe, expect, test } from 'vitest';
import { type Api, connect, expectProblem, type Send } from '../support/api.ts';
import { type Route, routesOf } from '../support/conformance.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { contentOf, type ValidRequest, type World } from '../support/requests/rows.ts';
import { aWorld, validRequests } from '../support/requests.ts';

const { demo, other, operator, operator2, as, document, url, observe } = await journey();
const routes = routesOf(document);
const anybody = connect(url, undefined, observe);

let world: World;
beforeAll(async () => {
  world = await aWorld(demo, operator);
});

/** What the document asks a caller to have: nothing, any key, or a right. */
function rightFor({ operation }: Route): 'public' | 'any_key' | string {
  const [demand] = (operation as unknown as { security: { apiKey: string[] }[] }).security;
  return demand === undefined ? 'public' : (demand.apiKey[0] ?? 'any_key');
}

const requestFor = async ({ operation }: Route): Promise<ValidRequest> => {
  const request = validRequests[operation.operationId];
  if (!request) throw new Error(`test/support/requests.ts has no valid request for ${operation.operationId}`);
  return request.make(world, { demo, operator, operator2, as });
};

const made = new Map<string, Promise<ValidRequest>>();

/** One request is enough for everybody who is turned away. */
function requestTurnedAway(route: Route): Promise<ValidRequest> {
  const { operationId } = route.operation;
  const request = made.get(operationId) ?? requestFor(route);
  made.set(operationId, request);
  return request;
}

async function send(api: Api, route: Route, headers: Send['headers'] = {}, asked = requestFor(route)) {
  const request = await asked;
  const { headers: type, ...content } = contentOf(request);
  return api.send(route.method, request.path, {
    ...content,
    headers: { 'idempotency-key': crypto.randomUUID(), ...type, ...request.headers, ...headers },
  });
}

const guarded = routes.filter((route) => rightFor(route) !== 'public');
const forOperators = routes.filter((route) => rightFor(route) === 'operator');
const forMerchants = guarded.filter((route) => !['operator', 'any_key'].includes(rightFor(route)));

test('every operation has a valid request to be tried with, and every request its operation', () => {
  expect(Object.keys(validRequests).sort()).toEqual(routes.map(({ operation }) => operation.operationId).sort());
});

describe('without a key', () => {
  test.for(guarded)('$method $path asks for one', async (route) => {
    const answer = await send(anybody, route, {}, requestTurnedAway(route));
    expectProblem(answer, 401, 'Unauthenticated');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test.for(routes.filter((route) => rightFor(route) === 'public'))('$method $path answers everybody', async (route) => {
    expect((await send(anybody, route)).status).toBe(200);
  });
});

describe('with a key that is none', () => {
  const wrong = [
    'Bearer sk_test_nobody',
    'Bearer sk_live_demo',
    'Bearer',
    'sk_test_demo',
    'Basic c2tfdGVzdF9kZW1vOg==',
    'Bearer sk_test_demo x',
  ];
  test.for(guarded)('$method $path is closed', async (route) => {
    for (const authorization of wrong)
      expectProblem(await send(anybody, route, { authorization }, requestTurnedAway(route)), 401, 'Unauthenticated');
  });
});

describe('with a key that lacks the right', () => {
  test.for(forOperators)('$method $path is not a merchant’s', async (route) => {
    const answer = await send(demo.api, route, {}, requestTurnedAway(route));
    expect(expectProblem(answer, 403, 'ScopeMissing').scope).toBe('operator');
  });

  test.for(forMerchants)('$method $path is not an operator’s', async (route) => {
    const answer = await send(operator.api, route, {}, requestTurnedAway(route));
    expect(expectProblem(answer, 403, 'ScopeMissing').scope).toBe(rightFor(route));
  });
});

describe('with the key of another merchant', () => {
  const foreign = (route: Route) => validRequests[route.operation.operationId]?.foreign;

  test.for(forMerchants.filter((route) => foreign(route) === 'not_found'))(
    '$method $path answers as if there were no such thing',
    async (route) => {
      const answer = await send(other.api, route);
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([
        404,
        expect.stringMatching(/NotFound$/),
      ]);
    },
  );

  test.for(forMerchants.filter((route) => foreign(route) === 'own'))(
    '$method $path shows and makes only its own',
    async (route) => {
      const answer = await send(other.api, route);
      expect(answer.status).toBeLessThan(300);
      for (const id of Object.values(world)) expect(answer.text).not.toContain(id);
    },
  );
});

/** The order matters where a request changes what another one is about: the order is cancelled last of all. */
describe('with the right key', () => {
  const inTurn = (route: Route) =>
    ['applyForCredit', 'changeOrder', 'cancelOrder', 'confirmOrder'].indexOf(route.operation.operationId);
  test.for(routes.toSorted((one, two) => inTurn(one) - inTurn(two)))('$method $path answers', async (route) => {
    if (route.operation.operationId === 'confirmOrder') {
      const { id } = await demo.place({ buyerId: world.buyerId, amount: 5000 });
      world = { ...world, orderId: id };
    }
    const answer = await send(rightFor(route) === 'operator' ? operator.api : demo.api, route);
    expect([answer.status, answer.text]).toEqual([expect.toSatisfy((status: number) => status < 300), answer.text]);
  });
});

test('two merchants may use the same reference, the same idempotency key and the same buyer’s company', async () => {
  const { body } = await requestFor({ operation: { operationId: 'registerBuyer' } } as Route);
  const key = crypto.randomUUID();
  const [ours, theirs] = [
    await demo.api.tryPost('/v1/buyers', body, key),
    await other.api.tryPost('/v1/buyers', body, key),
  ];
  expect([ours.status, theirs.status]).toEqual([201, 201]);
  expect(theirs.headers.get('idempotency-replayed')).toBeNull();
  expect((ours.body as { id: string }).id).not.toBe((theirs.body as { id: string }).id);
  await expectBalancedBooks(operator);
});
