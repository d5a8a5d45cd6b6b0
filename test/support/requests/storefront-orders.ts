import type { DriftResource } from '../../../functions/drift/drift.contract.ts';
import type { OrderResource } from '../../../functions/orders/order.contract.ts';
import { type Merchant, type Page, placedOn } from '../sessions.ts';
import { anAuthorizedOrder } from './orders.ts';
import { aboutOurs, type OnceRows, own, plain, type RequestRows } from './rows.ts';

const onOrder = (orderId: string, rest = '') => `/v1/storefront/orders/${orderId}${rest}`;
const onDrift = (driftId: string, rest = '') => `/v1/drifts/${driftId}${rest}`;

const edit = { shopAmount: 9000, changePaidAmount: false };
const acceptance = { resolution: 'accept', reason: '店舗側の送料を含むため' };
const days = { from: '2020-01-01', to: '2020-01-02' };
const comparison = { ...days, orders: [{ reference: 'no-such-order', amount: 0, status: 'cancelled' }] };

/** An order whose amounts differ, and the drift that says so. */
async function anOpenDrift(demo: Merchant): Promise<DriftResource> {
  const { id } = await anAuthorizedOrder(demo);
  await demo.api.post(onOrder(id, '/edits'), edit);
  const { items } = await demo.api.get<Page<DriftResource>>('/v1/drifts?state=open&kind=amount&limit=100');
  const found = items.find(({ orderId }) => orderId === id);
  if (!found) throw new Error(`no drift tells of order ${id}`);
  return found;
}

const slipsOf = (order: Pick<OrderResource, 'reference' | 'createdAt'>): string =>
  `受注番号,出荷日,配送業者,伝票番号\n${order.reference},${placedOn(order)},ヤマト運輸,1234-5678\n`;

export const storefrontOrderRequests: RequestRows = {
  listStorefrontOrders: plain('/v1/storefront/orders'),
  getStorefrontOrder: aboutOurs(({ orderId }) => ({ path: onOrder(orderId) })),
  pressButton: aboutOurs(async (_, { demo }) => {
    const order = await anAuthorizedOrder(demo);
    const shipment = { shippedOn: placedOn(order), carrier: '佐川急便', trackingNumber: '1234' };
    return { path: onOrder(order.id, '/actions'), body: { action: 'confirm', version: order.version, ...shipment } };
  }),
  editStorefrontOrder: aboutOurs(async (_, { demo }) => {
    const { id, version, lines } = await anAuthorizedOrder(demo);
    const body = { shopAmount: 10_000, changePaidAmount: true, version, lines };
    return { path: onOrder(id, '/edits'), body };
  }),
  reportShopStatus: aboutOurs(async (_, { demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    return { path: onOrder(id, '/status-reports'), body: { status: 'shipped' } };
  }),
  refreshStorefrontOrder: aboutOurs(({ orderId }) => ({ path: onOrder(orderId, '/refreshes'), body: { version: 1 } })),
  confirmSlips: own(async (_, { demo }) => {
    return { path: '/v1/storefront/orders:confirm', file: slipsOf(await anAuthorizedOrder(demo)) };
  }),
  exportStorefrontOrders: plain('/v1/storefront/orders:export'),

  listDrifts: plain('/v1/drifts'),
  getDrift: aboutOurs(async (_, { demo }) => ({ path: onDrift((await anOpenDrift(demo)).id) })),
  resolveDrift: aboutOurs(async (_, { demo }) => {
    const path = onDrift((await anOpenDrift(demo)).id, '/resolution');
    return { path, body: acceptance };
  }),
  compareOrders: plain('/v1/drifts:compare', comparison),
  compareOrdersFile: own(() => ({
    path: `/v1/drifts:compare-file?from=${days.from}&to=${days.to}`,
    file: '受注番号,金額,対応状況\nno-such-order,0,キャンセル\n',
  })),
};

export const storefrontOrderOnce: OnceRows = {
  pressButton: async ({ demo }) => {
    const { id, version } = await anAuthorizedOrder(demo);
    const body = { action: 'confirm', version };
    return { api: demo.api, path: onOrder(id, '/actions'), body, otherBody: { ...body, action: 'cancel' } };
  },
  editStorefrontOrder: async ({ demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    return { api: demo.api, path: onOrder(id, '/edits'), body: edit, otherBody: { ...edit, shopAmount: 8000 } };
  },
  reportShopStatus: async ({ demo }) => {
    const { id } = await anAuthorizedOrder(demo);
    const path = onOrder(id, '/status-reports');
    return { api: demo.api, path, body: { status: 'cancelled' }, otherBody: { status: 'open' } };
  },
  confirmSlips: async ({ demo }) => {
    return { api: demo.api, path: '/v1/storefront/orders:confirm', file: slipsOf(await anAuthorizedOrder(demo)) };
  },
  resolveDrift: async ({ demo }) => {
    const path = onDrift((await anOpenDrift(demo)).id, '/resolution');
    return { api: demo.api, path, body: acceptance, otherBody: { ...acceptance, resolution: 'keep_paid_amount' } };
  },
  compareOrders: async ({ demo }) => {
    const otherBody = { ...comparison, to: '2020-01-03' };
    return { api: demo.api, path: '/v1/drifts:compare', body: comparison, otherBody };
  },
  compareOrdersFile: async ({ demo }) => {
    const path = `/v1/drifts:compare-file?from=${days.from}&to=${days.to}`;
    return { api: demo.api, path, file: '受注番号,金額,対応状況\nno-such-order,0,キャンセル\n' };
  },
};
