import * as z from 'zod/mini';
import { actorOf } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { yen } from '../shared/money.ts';
import { openTable } from '../shared/table.ts';
import { syncWorkflow } from '../shared/workflow.client.ts';
import type { AuthorizeInput } from './authorize.ts';
import { cancelWholeOrder } from './cancel.ts';
import { captureMachine } from './capture.client.ts';
import { changeOrderAmount } from './change-amount.ts';
import { assertContracted } from './contracted.ts';
import { creditOrder as creditOneOrder } from './credit.ts';
import { extendHold } from './extend.ts';
import { finalizeOrder as finalizeOneOrder } from './finalize.ts';
import { findOrders } from './find.ts';
import { cancelOrder, changeOrder, confirmOrder, getOrder, listOrders, placeOrder } from './order.contract.ts';
import { orderIdOf } from './order.item.ts';
import { orderResource } from './order.resource.ts';
import { orderStore } from './order.store.ts';
import { creditOrder, extendOrder, finalizeOrder } from './order-actions.contract.ts';

const { TRANSACTIONS_TABLE, LEDGER_TABLE, AUTHORIZATION_MACHINE_ARN, CAPTURE_MACHINE_ARN } = env({
  TRANSACTIONS_TABLE: z.string(),
  LEDGER_TABLE: z.string(),
  AUTHORIZATION_MACHINE_ARN: z.string(),
  CAPTURE_MACHINE_ARN: z.string(),
});

const ports = { clock: systemClock, orders: orderStore(openTable(TRANSACTIONS_TABLE), LEDGER_TABLE) };
const authorization = syncWorkflow<AuthorizeInput, Answer>(AUTHORIZATION_MACHINE_ARN);
const capture = captureMachine(CAPTURE_MACHINE_ARN);

/** /v1/orders and what lies below it. */
export const ordersHandler = httpFunction(
  route(placeOrder, async ({ caller, requestId, body, once }) => {
    const { merchantId } = caller;
    await assertContracted(ports, caller, body);
    const actor = actorOf({ caller, requestId });
    const name = `authorization-${orderIdOf(merchantId, body.reference)}`;
    return authorization.run(name, { merchantId, order: body, once, actor });
  }),
  route(confirmOrder, ({ caller, requestId, params: { orderId }, body, once }) => {
    const { merchantId } = caller;
    const actor = actorOf({ caller, requestId });
    return capture({ merchantId, orderId, shipment: body, once, actor });
  }),
  route(changeOrder, ({ caller, requestId, params: { orderId }, body, ifMatch }) => {
    const { merchantId } = caller;
    const actor = actorOf({ caller, requestId });
    const asked = { ...body, amount: yen(body.amount), version: ifMatch };
    return changeOrderAmount(ports, { merchantId, orderId, ...asked, actor });
  }),
  route(cancelOrder, ({ caller, requestId, params: { orderId }, once }) => {
    const { merchantId } = caller;
    return cancelWholeOrder(ports, { merchantId, orderId, once, actor: actorOf({ caller, requestId }) });
  }),
  route(finalizeOrder, ({ caller, requestId, params: { orderId }, once }) => {
    const { merchantId } = caller;
    return finalizeOneOrder(ports, { merchantId, orderId, once, actor: actorOf({ caller, requestId }) });
  }),
  route(creditOrder, ({ caller, requestId, params: { orderId }, body: note, once }) => {
    const { merchantId } = caller;
    return creditOneOrder(ports, { merchantId, orderId, note, once, actor: actorOf({ caller, requestId }) });
  }),
  route(extendOrder, ({ caller, requestId, params: { orderId }, once }) => {
    const { merchantId } = caller;
    return extendHold(ports, { merchantId, orderId, once, actor: actorOf({ caller, requestId }) });
  }),
  route(getOrder, async ({ caller: { merchantId }, params: { orderId } }) => {
    const { order } = await ports.orders.get({ merchantId, orderId });
    return answer(200, orderResource(order));
  }),
  route(listOrders, async ({ caller: { merchantId }, query }) => {
    const { items, nextCursor } = await findOrders(ports, { merchantId, ...query });
    return answer(200, { items: items.map(orderResource), nextCursor });
  }),
);
