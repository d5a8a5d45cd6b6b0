import { aCompany } from '../companies.ts';
import { anActiveBuyer, anOrder, linesOf, type Merchant, placedOn } from '../sessions.ts';
import { aboutOurs, type OnceRows, own, type Parties, plain, type RequestRows } from './rows.ts';

const onOrder = (orderId: string, rest = '') => `/v1/orders/${orderId}${rest}`;

export const orderRequests: RequestRows = {
  listOrders: plain('/v1/orders'),
  getOrder: aboutOurs(({ orderId }) => ({ path: onOrder(orderId) })),
  placeOrder: aboutOurs(({ buyerId }) => ({
    path: '/v1/orders',
    body: { ...anOrder({ buyerId, amount: 1000 }), shippingDueOn: '2026-12-10' },
  })),
  changeOrder: aboutOurs(({ orderId }) => ({
    path: onOrder(orderId),
    body: { amount: 90_000, lines: linesOf(90_000) },
    headers: { 'if-match': '"1"' },
  })),
  confirmOrder: aboutOurs(async ({ orderId }, { demo }) => ({
    path: onOrder(orderId, '/confirmations'),
    body: {
      amount: 1000,
      shippedOn: placedOn(await demo.order(orderId)),
      carrier: '佐川急便',
      trackingNumber: '1234-5678',
      final: false,
    },
  })),
  cancelOrder: aboutOurs(({ orderId }) => ({ path: onOrder(orderId, '/cancellations'), body: {} })),
  finalizeOrder: aboutOurs(async (_, { demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    await demo.confirm(id, { amount: 4000 });
    return { path: onOrder(id, '/finalizations'), body: {} };
  }),
  creditOrder: aboutOurs(async (_, { demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    await demo.confirm(id);
    return {
      path: onOrder(id, '/credit-notes'),
      body: { lines: linesOf(500), reason: 'damaged', note: '配送時の破損' },
    };
  }),
  extendOrder: aboutOurs(async (_, { demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    return { path: onOrder(id, '/extensions'), body: {} };
  }),
  listOrderReviews: plain('/v1/order-reviews'),
  decideOrderReview: own(async (_, parties) => ({
    path: onOrder((await anOrderInReview(parties)).id, '/review-decisions'),
    body: { outcome: 'approve', reason: '取引先に電話で確認した' },
  })),
};

const buyers = new WeakMap<Merchant, ReturnType<typeof anActiveBuyer>>();

/** One buyer with the highest limit, for all the orders that are placed only to be tried with. */
export function aSolventBuyer(demo: Merchant): ReturnType<typeof anActiveBuyer> {
  const known = buyers.get(demo) ?? anActiveBuyer(demo, aCompany({ requestedCreditLimit: 10_000_000 }));
  buyers.set(demo, known);
  return known;
}

/** An order of 10,000 yen of that buyer. */
export const anAuthorizedOrder = async (demo: Merchant) =>
  demo.place({ buyerId: (await aSolventBuyer(demo)).id, amount: 10_000 });

/** A large order of a company about which the bureau is of two minds: a person has to decide it. */
export async function anOrderInReview({ demo, operator }: Pick<Parties, 'demo' | 'operator'>) {
  const company = aCompany({ requestedCreditLimit: 5_000_000 });
  const { id: buyerId } = await anActiveBuyer(demo, company);
  await operator.willBehave('review', company.company.corporateNumber);
  return demo.place({ buyerId, amount: 3_000_000 });
}

export const orderOnce: OnceRows = {
  placeOrder: async ({ demo }) => {
    const body = anOrder({ buyerId: (await aSolventBuyer(demo)).id, amount: 12_345 });
    return { api: demo.api, path: '/v1/orders', body, otherBody: { ...body, shippingDueOn: '2026-12-01' } };
  },
  confirmOrder: async ({ demo }) => {
    const order = await anAuthorizedOrder(demo);
    const { id } = order;
    const body = { amount: 4000, shippedOn: placedOn(order), carrier: 'ヤマト運輸' };
    return { api: demo.api, path: onOrder(id, '/confirmations'), body, otherBody: { ...body, amount: 4001 } };
  },
  cancelOrder: async ({ demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    return { api: demo.api, path: onOrder(id, '/cancellations'), body: {} };
  },
  finalizeOrder: async ({ demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    await demo.confirm(id, { amount: 4000 });
    return { api: demo.api, path: onOrder(id, '/finalizations'), body: {} };
  },
  creditOrder: async ({ demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    await demo.confirm(id);
    const body = { amount: 500, reason: 'returned' };
    return { api: demo.api, path: onOrder(id, '/credit-notes'), body, otherBody: { ...body, amount: 501 } };
  },
  extendOrder: async ({ demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    return { api: demo.api, path: onOrder(id, '/extensions'), body: {} };
  },
  decideOrderReview: async (parties) => {
    const { id } = await anOrderInReview(parties);
    const body = { outcome: 'decline', reason: '取引先と連絡が取れない' };
    const otherBody = { outcome: 'approve', reason: '取引先に電話で確認した' };
    return { api: parties.operator.api, path: onOrder(id, '/review-decisions'), body, otherBody };
  },
};
