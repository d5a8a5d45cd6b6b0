import * as z from 'zod/mini';
import { captureMachine } from '../orders/capture.client.ts';
import { orderResource } from '../orders/order.resource.ts';
import { orderStore } from '../orders/order.store.ts';
import { type ApartPorts, proofsApart } from '../orders/proofs-apart.ts';
import { actorOf } from '../shared/actor.ts';
import { answer } from '../shared/answer.ts';
import { instant, systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { earlierAnswer, writeOnce } from '../shared/once.item.ts';
import { openTable } from '../shared/table.ts';
import { confirmedSlips, type SlipsPorts } from './confirm-slips.ts';
import { editedOrder } from './edit-order.ts';
import { exportedOrders, listedOrders } from './list-orders.ts';
import { orderView, shownToShop } from './order-view.ts';
import { pressedButton, type ShopPorts } from './press-button.ts';
import { promptFor, reportedStatus } from './report-status.ts';
import { confirmSlips, exportStorefrontOrders } from './slips.contract.ts';
import * as contracts from './storefront-orders.contract.ts';
import { shopOrderStore } from './storefront-orders.store.ts';

const { TRANSACTIONS_TABLE, LEDGER_TABLE, CAPTURE_MACHINE_ARN } = env({
  TRANSACTIONS_TABLE: z.string(),
  LEDGER_TABLE: z.string(),
  CAPTURE_MACHINE_ARN: z.string(),
});
const transactions = openTable(TRANSACTIONS_TABLE);

const ports: SlipsPorts & ShopPorts & ApartPorts = {
  clock: systemClock,
  orders: orderStore(transactions, LEDGER_TABLE),
  capture: captureMachine(CAPTURE_MACHINE_ARN),
  apart: proofsApart(transactions, systemClock),
  files: {
    earlier: (merchantId, once) => earlierAnswer(transactions, `MERCHANT#${merchantId}`, once),
    prove: (merchantId, once, told) =>
      writeOnce(transactions, systemClock, { owner: `MERCHANT#${merchantId}`, once, answer: told, writes: [] }),
  },
};
const lists = { listed: shopOrderStore(transactions) };

/** What a shop's screens ask about orders. The use cases are those of the orders; here they get the shop's words. */
export const storefrontOrdersHandler = httpFunction(
  route(contracts.listStorefrontOrders, ({ caller: { merchantId }, query }) =>
    listedOrders(lists, { merchantId, ...query }),
  ),
  route(contracts.getStorefrontOrder, async ({ caller: { merchantId }, params: { orderId }, query: { lang } }) => {
    const { order } = await ports.orders.get({ merchantId, orderId });
    return answer(200, orderView(orderResource(order), lang));
  }),
  route(contracts.pressButton, async ({ params: { orderId }, query: { lang }, body: press, once, ...request }) => {
    const { merchantId } = request.caller;
    const told = await pressedButton(ports, { merchantId, orderId, press, once, actor: actorOf(request) });
    return shownToShop(told, lang);
  }),
  route(
    contracts.editStorefrontOrder,
    async ({ params: { orderId }, query: { lang }, body: edit, once, ...request }) => {
      const { merchantId } = request.caller;
      const told = await editedOrder(ports, { merchantId, orderId, edit, once, actor: actorOf(request) });
      return shownToShop(told, lang);
    },
  ),
  route(contracts.reportShopStatus, async ({ params: { orderId }, query: { lang }, body, once, ...request }) => {
    const { merchantId } = request.caller;
    const told = await reportedStatus(ports, { merchantId, orderId, ...body, once, actor: actorOf(request) });
    return shownToShop(told, lang, { prompt: promptFor(told, lang) });
  }),
  route(contracts.refreshStorefrontOrder, async ({ caller: { merchantId }, params: { orderId }, query, body }) => {
    const { order } = await ports.orders.get({ merchantId, orderId });
    const isChanged = body.version !== undefined && body.version !== order.version;
    const view = orderView(orderResource(order), query.lang);
    return answer(200, { ...view, checkedAt: instant(systemClock), isChanged });
  }),
  route(confirmSlips, ({ query: { lang }, file, once, ...request }) => {
    const { merchantId } = request.caller;
    return confirmedSlips(ports, { merchantId, file, lang, once, actor: actorOf(request) });
  }),
  route(exportStorefrontOrders, ({ caller: { merchantId }, query }) => exportedOrders(lists, { merchantId, ...query })),
);
