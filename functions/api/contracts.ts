import { buyerContracts } from '../buyers/buyer.contract.ts';
import { refuseBuyer } from '../buyers/buyer.refusals.ts';
import { provideInformation } from '../buyers/information.contract.ts';
import { creditContracts } from '../credit/credit.contract.ts';
import { refuseCredit } from '../credit/credit.refusals.ts';
import { creditReadContracts } from '../credit/credit-read.contract.ts';
import { policyContracts } from '../credit/policy.contract.ts';
import { driftContracts } from '../drift/drift.contract.ts';
import { refuseDrift } from '../drift/drift.refusals.ts';
import { eventContracts } from '../events/event.contract.ts';
import { refuseEvent } from '../events/event.refusals.ts';
import { ledgerContracts } from '../ledger/ledger.contract.ts';
import { credentialContracts } from '../merchants/credential.contract.ts';
import { refuseCredential } from '../merchants/credential.refusals.ts';
import { merchantContracts } from '../merchants/merchant.contract.ts';
import { refuseMerchant } from '../merchants/merchant.refusals.ts';
import { methodContractContracts } from '../merchants/method-contract.contract.ts';
import { operatorKeyContracts } from '../merchants/operator-key.contract.ts';
import { notificationContracts } from '../notifications/notification.contract.ts';
import { orderContracts } from '../orders/order.contract.ts';
import { refuseOrder } from '../orders/order.refusals.ts';
import { orderActionContracts } from '../orders/order-actions.contract.ts';
import { orderReviewContracts } from '../orders/order-review.contract.ts';
import { clockContracts } from '../sandbox/clock.contract.ts';
import { refuseClock } from '../sandbox/clock.refusals.ts';
import { mailboxContracts } from '../sandbox/mailbox.contract.ts';
import { scenarioContracts } from '../sandbox/scenarios.contract.ts';
import { examinationContracts } from '../screening/examination.contract.ts';
import { refuseExamination } from '../screening/examination.refusals.ts';
import { requestInformation } from '../screening/information-request.contract.ts';
import { sanctionsListContracts } from '../screening/sanctions-list.contract.ts';
import { refuseList } from '../screening/sanctions-list.refusals.ts';
import type { Contract } from '../shared/contract.ts';
import { refuseRequest } from '../shared/request.refusals.ts';
import { memberFileContracts } from '../storefront/member-files.contract.ts';
import { memberContracts } from '../storefront/members.contract.ts';
import { settingsContracts } from '../storefront/settings.contract.ts';
import { storefrontOrderContracts } from '../storefront/slips.contract.ts';
import { refuseStorefront } from '../storefront/storefront.refusals.ts';
import { deliveryContracts } from '../webhooks/delivery.contract.ts';
import { endpointContracts } from '../webhooks/endpoint.contract.ts';
import { refuseWebhook } from '../webhooks/webhook.refusals.ts';
import { apiContracts } from './api.contract.ts';
import { refuseApi } from './api.refusals.ts';
import type { RefusalTable } from './openapi-problems.ts';

/** The routes that only a sandbox has. */
export const sandboxContracts: readonly Contract[] = [...clockContracts, ...scenarioContracts, ...mailboxContracts];

/** Every route of the product, in the order of the document. A capability that adds routes adds its list here. */
export const contracts: readonly Contract[] = [
  ...buyerContracts,
  provideInformation,
  ...examinationContracts,
  requestInformation,
  ...sanctionsListContracts,
  ...creditContracts,
  ...creditReadContracts,
  ...policyContracts,
  ...memberFileContracts,
  ...settingsContracts,
  ...memberContracts,
  ...orderContracts,
  ...orderActionContracts,
  ...orderReviewContracts,
  ...storefrontOrderContracts,
  ...driftContracts,
  ...merchantContracts,
  ...credentialContracts,
  ...operatorKeyContracts,
  ...methodContractContracts,
  ...ledgerContracts,
  ...eventContracts,
  ...endpointContracts,
  ...deliveryContracts,
  ...notificationContracts,
  ...sandboxContracts,
  ...apiContracts,
];

/** Every refusal that a route may answer with. */
export const refusalTables: readonly RefusalTable[] = [
  refuseRequest.table,
  refuseBuyer.table,
  refuseExamination.table,
  refuseList.table,
  refuseCredit.table,
  refuseStorefront.table,
  refuseOrder.table,
  refuseDrift.table,
  refuseMerchant.table,
  refuseCredential.table,
  refuseEvent.table,
  refuseWebhook.table,
  refuseClock.table,
  refuseApi.table,
];
