import * as z from 'zod/mini';
import { orderStore } from '../orders/order.store.ts';
import { proofsApart } from '../orders/proofs-apart.ts';
import { actorOf } from '../shared/actor.ts';
import { answer } from '../shared/answer.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { openTable } from '../shared/table.ts';
import { shopOrderStore } from '../storefront/storefront-orders.store.ts';
import { type ComparePorts, compareOrders } from './compare-orders.ts';
import * as contracts from './drift.contract.ts';
import { driftResource } from './drift.resource.ts';
import { driftStore } from './drift.store.ts';
import { type ResolvePorts, resolveDrift } from './resolve-drift.ts';
import { readShopOrders } from './shop-orders-file.ts';

const { TRANSACTIONS_TABLE, LEDGER_TABLE } = env({ TRANSACTIONS_TABLE: z.string(), LEDGER_TABLE: z.string() });
const transactions = openTable(TRANSACTIONS_TABLE);
const drifts = driftStore(transactions, systemClock);

const ports: ResolvePorts & ComparePorts = {
  clock: systemClock,
  orders: orderStore(transactions, LEDGER_TABLE),
  apart: proofsApart(transactions, systemClock),
  listed: shopOrderStore(transactions),
  drifts,
};

/** /v1/drifts: what is apart between the shop and us, and how it is brought together. */
export const driftsHandler = httpFunction(
  route(contracts.listDrifts, async ({ caller: { merchantId }, query }) => {
    const { items, nextCursor } = await drifts.list({ merchantId, ...query });
    return answer(200, { items: items.map(driftResource), nextCursor });
  }),
  route(contracts.getDrift, async ({ caller: { merchantId }, params: { driftId } }) => {
    const drift = await drifts.get({ merchantId, driftId });
    return answer(200, driftResource(drift));
  }),
  route(contracts.resolveDrift, ({ params: { driftId }, body, once, ...request }) => {
    const { merchantId } = request.caller;
    return resolveDrift(ports, { merchantId, driftId, ...body, once, actor: actorOf(request) });
  }),
  route(contracts.compareOrders, ({ body, once, ...request }) =>
    compareOrders(ports, { merchantId: request.caller.merchantId, ...body, once, actor: actorOf(request) }),
  ),
  route(contracts.compareOrdersFile, ({ query, file, once, ...request }) => {
    const orders = readShopOrders(file);
    return compareOrders(ports, {
      merchantId: request.caller.merchantId,
      ...query,
      orders,
      once,
      actor: actorOf(request),
    });
  }),
);
