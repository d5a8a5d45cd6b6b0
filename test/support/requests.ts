import { aCompany } from './companies.ts';
import { buyerOnce, buyerRequests } from './requests/buyers.ts';
import { creditOnce, creditRequests } from './requests/credit.ts';
import { examinationOnce, examinationRequests } from './requests/examinations.ts';
import { merchantOnce, merchantRequests } from './requests/merchants.ts';
import { orderOnce, orderRequests } from './requests/orders.ts';
import { platformRequests } from './requests/platform.ts';
import type { OnceRows, RequestRows, World } from './requests/rows.ts';
import { storefrontOnce, storefrontRequests } from './requests/storefront.ts';
import { storefrontOrderOnce, storefrontOrderRequests } from './requests/storefront-orders.ts';
import { webhookOnce, webhookRequests } from './requests/webhooks.ts';
import { anActiveBuyer, type Merchant, type Operator } from './sessions.ts';

export async function aWorld(demo: Merchant, operator: Operator): Promise<World> {
  const { id: buyerId } = await anActiveBuyer(demo, aCompany({ requestedCreditLimit: 5_000_000 }));
  const { id: waitingId } = await demo.register(aCompany({ apply: false }));
  const { id: leavingId } = await demo.register(aCompany({ apply: false }));
  const { id: memberId } = await demo.register(aCompany({ apply: false }));
  const { id: linkingId } = await demo.register(aCompany({ apply: false }));
  const { id: orderId } = await demo.place({ buyerId, amount: 100_000 });
  const doubtful = await demo.register(aCompany({ name: '株式会社サンドボックス要審査' }));
  const { id: examinationId } = await operator.examinationOf(doubtful.id, 'pending');
  return { buyerId, waitingId, leavingId, memberId, linkingId, orderId, examinationId };
}

/** A valid request for every operation of the API. A route without one fails the suite that walks over all routes. */
export const validRequests: RequestRows = {
  ...platformRequests,
  ...buyerRequests,
  ...storefrontRequests,
  ...orderRequests,
  ...storefrontOrderRequests,
  ...examinationRequests,
  ...merchantRequests,
  ...webhookRequests,
  ...creditRequests,
};

/** For every operation with an Idempotency-Key a request that can be sent again. */
export const onceRequests: OnceRows = {
  ...buyerOnce,
  ...storefrontOnce,
  ...orderOnce,
  ...storefrontOrderOnce,
  ...examinationOnce,
  ...merchantOnce,
  ...webhookOnce,
  ...creditOnce,
};
