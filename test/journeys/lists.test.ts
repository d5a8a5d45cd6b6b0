import { beforeAll, describe, expect, test } from 'vitest';
import type { OrderResource } from '../../functions/orders/order.contract.ts';
import { expectProblem } from '../support/api.ts';
import { aCompany } from '../support/companies.ts';
import { expectBalancedBooks, journey } from '../support/journey.ts';
import { allPages, anActiveBuyer, type Page } from '../support/sessions.ts';

const { demo, other, operator } = await journey();

let buyerId: string;
/** In the order of placing. */
const placed: OrderResource[] = [];

beforeAll(async () => {
  buyerId = (await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 1_000_000 }))).id;
  for (let count = 0; count < 45; count++) placed.push(await demo.place({ buyerId, amount: 1000 + count }));
});

const newestFirst = () => placed.map(({ id }) => id).reverse();
const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe('a list of orders', () => {
  test('shows twenty at a time, newest first, each order once', async () => {
    const pages: Page<OrderResource>[] = [];
    for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)?.nextCursor ?? null) {
      pages.push(await demo.orders(`?buyerId=${buyerId}${cursor && `&cursor=${cursor}`}`));
    }
    expect(pages.map(({ items }) => items.length)).toEqual([20, 20, 5]);
    expect(pages.flatMap(({ items }) => idsOf(items))).toEqual(newestFirst());
  });

  test('is the same in pages of any size, also while orders are added', async () => {
    const first = await demo.orders(`?buyerId=${buyerId}&limit=7`);
    const added = await demo.place({ buyerId, amount: 999 });
    placed.push(added);
    const rest = await allPages<OrderResource>(
      demo.api,
      `/v1/orders?buyerId=${buyerId}&limit=7&cursor=${first.nextCursor}`,
    );
    expect([added.id, ...idsOf(first.items), ...idsOf(rest)]).toEqual(newestFirst());
    expect(idsOf(await allPages<OrderResource>(demo.api, `/v1/orders?buyerId=${buyerId}&limit=100`))).toEqual(
      newestFirst(),
    );
  });

  test('is narrowed by state, reference, buyer and day of placing', async () => {
    const [first, second, third] = placed as [OrderResource, OrderResource, OrderResource];
    await demo.cancel(first.id);
    await demo.confirm(second.id);
    const listed = async (query: string) => idsOf((await demo.orders(`?buyerId=${buyerId}&${query}`)).items);
    expect(await listed('state=cancelled')).toEqual([first.id]);
    expect(await listed('state=confirmed')).toEqual([second.id]);
    expect(await listed('state=expired')).toEqual([]);
    expect(await listed(`reference=${third.reference}`)).toEqual([third.id]);
    expect(await listed(`reference=${third.reference}&state=confirmed`)).toEqual([]);
    const { businessDate: today } = await operator.time();
    await operator.advance({ days: 1 });
    const { businessDate: tomorrow } = await operator.time();
    const late = await demo.place({ buyerId, amount: 500 });
    placed.push(late);
    expect(await listed(`from=${tomorrow}`)).toEqual([late.id]);
    expect(await listed(`from=${tomorrow}&to=${tomorrow}`)).toEqual([late.id]);
    expect(await listed(`to=${today}&limit=100`)).toHaveLength(46);
    const backwards = await demo.api.send('GET', `/v1/orders?from=${tomorrow}&to=${today}`);
    expect(expectProblem(backwards, 400, 'MalformedRequest').errors?.map(({ pointer }) => pointer)).toEqual([
      '/query/to',
    ]);
    expect((await demo.orders('?buyerId=buy_nobody')).items).toEqual([]);
  });

  test('takes no cursor of another list', async () => {
    const { nextCursor } = await demo.orders(`?buyerId=${buyerId}&limit=2`);
    const foreign = [
      await other.api.send('GET', `/v1/orders?buyerId=${buyerId}&limit=2&cursor=${nextCursor}`),
      await demo.api.send('GET', `/v1/orders?cursor=${nextCursor}`),
      await demo.api.send('GET', `/v1/orders?buyerId=${buyerId}&state=authorized&cursor=${nextCursor}`),
      await demo.api.send('GET', `/v1/buyers?cursor=${nextCursor}`),
      await demo.api.send('GET', '/v1/orders?cursor=garbage'),
      await demo.api.send('GET', '/v1/orders?cursor='),
    ];
    for (const answer of foreign) {
      const { errors } = expectProblem(answer, 400, 'MalformedRequest');
      expect(errors?.map(({ pointer }) => pointer)).toEqual(['/query/cursor']);
    }
  });

  test('takes a limit of 1 to 100', async () => {
    for (const limit of ['0', '101', '-1', '1.5', 'ten', '']) {
      const answer = await demo.api.send('GET', `/v1/orders?limit=${limit}`);
      expect([limit, expectProblem(answer, 400, 'MalformedRequest').errors?.[0]?.pointer]).toEqual([
        limit,
        '/query/limit',
      ]);
    }
    expect((await demo.orders('?limit=100')).items.length).toBeGreaterThan(20);
  });
});

describe('a list of buyers', () => {
  test('is narrowed by state and reference, and is the merchant’s own', async () => {
    const waiting = await demo.register(aCompany({ apply: false }));
    expect(idsOf((await demo.buyers(`?reference=${waiting.reference}`)).items)).toEqual([waiting.id]);
    const awaiting = await demo.buyers('?state=awaiting_application&limit=100');
    expect(idsOf(awaiting.items)).toContain(waiting.id);
    expect(new Set(awaiting.items.map(({ state }) => state))).toEqual(new Set(['awaiting_application']));
    expect((await other.buyers(`?reference=${waiting.reference}`)).items).toEqual([]);
    expect(idsOf((await other.buyers('?limit=100')).items)).not.toContain(waiting.id);
    await expectBalancedBooks(operator);
  });
});
