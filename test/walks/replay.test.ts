import assert from 'node:assert/strict';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, expectProblem } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { routesOf } from '../support/conformance.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { aSolventBuyer } from '../support/requests/orders.ts';
import { contentOf, type OnceRequest } from '../support/requests/rows.ts';
import { onceRequests } from '../support/requests.ts';
import { anActiveBuyer, anOrder } from '../support/sessions.ts';

const { demo, operator, operator2, as, document } = await journey();

const parties = { demo, operator, operator2, as };
const buyer = aSolventBuyer(demo);

const onceOperations = routesOf(document)
  .filter(({ operation }) => JSON.stringify(operation).includes('/parameters/IdempotencyKey"'))
  .map(({ operation }) => operation.operationId);

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
const changing = new Set(['date', 'x-request-id', 'idempotency-replayed']);
const stableHeaders = ({ headers }: Answer) => [...headers].filter(([name]) => !changing.has(name));

const send = (request: OnceRequest, key: string): Promise<Answer> => {
  const { headers, ...content } = contentOf(request);
  return request.api.send('POST', request.path, { ...content, headers: { ...headers, 'idempotency-key': key } });
};

test('every operation that is carried out once is repeated here', () => {
  expect(Object.keys(onceRequests).sort()).toEqual(onceOperations.sort());
});

describe.for(Object.keys(onceRequests))('%s, sent again', (operationId) => {
  const key = crypto.randomUUID();
  let request: OnceRequest;
  let atOnce: Answer[];

  beforeAll(async () => {
    request = await (onceRequests[operationId] as (typeof onceRequests)[string])(parties);
    atOnce = await Promise.all(Array.from({ length: 10 }, () => send(request, key)));
  });

  test('and nine times at once with the first, is carried out once', async () => {
    const told = atOnce.filter(({ status }) => isSuccess(status));
    expect([told.length > 0, atOnce.map(({ text }) => text)]).toEqual([true, expect.anything()]);
    expect(new Set(told.map(({ text }) => text)).size).toBe(1);
    expect(told.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    for (const answer of atOnce.filter(({ status }) => !isSuccess(status))) {
      expect([409, 503]).toContain(answer.status);
    }
  });

  test('is answered as the first time, byte for byte, and told to be a replay', async () => {
    const first = atOnce.find(({ headers, status }) => isSuccess(status) && !headers.has('idempotency-replayed'));
    assert(first, 'nobody was first');
    const again = await send(request, key);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(stableHeaders(again)).toEqual(stableHeaders(first));
  });

  test('is the same request when its fields come in another order', async () => {
    if (!request.body) return;
    const turned = Object.fromEntries(Object.entries(request.body).reverse());
    const again = await send({ ...request, body: turned }, key);
    expect([isSuccess(again.status), again.headers.get('idempotency-replayed')]).toEqual([true, 'true']);
  });

  test('with another body is refused, and the first answer stays', async () => {
    if (!request.otherBody) return;
    const first = await send(request, key);
    expectProblem(await send({ ...request, body: request.otherBody }, key), 422, 'IdempotencyKeyReused');
    expect((await send(request, key)).text).toBe(first.text);
  });
});

describe('a replay', () => {
  test('moves nothing: one order, one hold, one journal', async () => {
    const { id: buyerId } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 500_000 }));
    const body = anOrder({ buyerId, amount: 200_000 });
    const first = await demo.api.tryPost<{ id: string }>('/v1/orders', body, 'once');
    await demo.api.tryPost('/v1/orders', body, 'once');
    expect(await demo.credit(buyerId)).toMatchObject({ held: 200_000, available: 300_000 });
    const shipment = { amount: 50_000 };
    await demo.tryConfirm(first.body.id, shipment, 'ship');
    await demo.tryConfirm(first.body.id, shipment, 'ship');
    expect(await demo.credit(buyerId)).toMatchObject({ held: 150_000, receivable: 50_000 });
    expect(await operator.journals(first.body.id)).toHaveLength(1);
    await expectBalancedBooks(operator);
  });

  test('tells the first answer also after the order has moved on', async () => {
    const body = anOrder({ buyerId: (await buyer).id, amount: 7000 });
    const placed = await demo.api.tryPost<{ id: string }>('/v1/orders', body, 'moves on');
    const shipped = await demo.tryConfirm(placed.body.id, { amount: 1000 }, 'first part');
    await demo.confirm(placed.body.id, { final: true });
    expect((await demo.api.tryPost('/v1/orders', body, 'moves on')).text).toBe(placed.text);
    expect((await demo.tryConfirm(placed.body.id, { amount: 1000 }, 'first part')).text).toBe(shipped.text);
    await expectBalancedBooks(operator);
  });

  test('is not what a refused request gets: it may succeed later under its key', async () => {
    const { id: buyerId } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 300_000 }));
    const first = await demo.place({ buyerId, amount: 300_000 });
    const body = anOrder({ buyerId, amount: 100_000 });
    expectProblem(await demo.api.tryPost('/v1/orders', body, 'patient'), 422, 'CreditLimitExceeded');
    await demo.cancel(first.id);
    const later = await demo.api.tryPost('/v1/orders', body, 'patient');
    expect([later.status, later.headers.get('idempotency-replayed')]).toEqual([201, null]);
    await expectBalancedBooks(operator);
  });

  test('under another key is a second request, which the reference stops', async () => {
    const body = anOrder({ buyerId: (await buyer).id, amount: 7000 });
    await demo.api.tryPost('/v1/orders', body);
    expectProblem(await demo.api.tryPost('/v1/orders', body), 409, 'ReferenceAlreadyUsed');
    await expectBalancedBooks(operator);
  });
});
