import type { Template, TextTemplate } from './template.ts';
import { apiKeyIssued } from './templates/api-key-issued.ts';
import { applicationApproved } from './templates/application-approved.ts';
import { applicationReceived } from './templates/application-received.ts';
import { applicationRejected } from './templates/application-rejected.ts';
import { creditEnded } from './templates/credit-ended.ts';
import { creditEndedForMerchant } from './templates/credit-ended-for-merchant.ts';
import { creditReinstated } from './templates/credit-reinstated.ts';
import { creditReinstatedForMerchant } from './templates/credit-reinstated-for-merchant.ts';
import { creditSuspended, creditSuspendedText } from './templates/credit-suspended.ts';
import { creditSuspendedForMerchant } from './templates/credit-suspended-for-merchant.ts';
import { driftsOpen } from './templates/drifts-open.ts';
import { informationRequested } from './templates/information-requested.ts';
import { informationRequestedForMerchant } from './templates/information-requested-for-merchant.ts';
import { limitChanged } from './templates/limit-changed.ts';
import { limitChangedForMerchant } from './templates/limit-changed-for-merchant.ts';
import { merchantApproved } from './templates/merchant-approved.ts';
import { merchantLive } from './templates/merchant-live.ts';
import { merchantRejected } from './templates/merchant-rejected.ts';
import { merchantSuspended } from './templates/merchant-suspended.ts';
import { orderExpired } from './templates/order-expired.ts';
import { orderExpiring } from './templates/order-expiring.ts';
import { relationOpened } from './templates/relation-opened.ts';
import { relationOpenedForMerchant } from './templates/relation-opened-for-merchant.ts';
import { webhookDisabled } from './templates/webhook-disabled.ts';

/** Every letter by the name that messages are kept under. A name stays: it is part of the id of every message that was sent. */
export const templates = {
  application_received: applicationReceived,
  application_approved: applicationApproved,
  application_rejected: applicationRejected,
  information_requested: informationRequested,
  information_requested_for_merchant: informationRequestedForMerchant,
  relation_opened: relationOpened,
  relation_opened_for_merchant: relationOpenedForMerchant,
  order_expiring: orderExpiring,
  order_expired: orderExpired,
  drifts_open: driftsOpen,
  limit_changed: limitChanged,
  limit_changed_for_merchant: limitChangedForMerchant,
  credit_suspended: creditSuspended,
  credit_suspended_for_merchant: creditSuspendedForMerchant,
  credit_reinstated: creditReinstated,
  credit_reinstated_for_merchant: creditReinstatedForMerchant,
  credit_ended: creditEnded,
  credit_ended_for_merchant: creditEndedForMerchant,
  merchant_approved: merchantApproved,
  merchant_rejected: merchantRejected,
  merchant_live: merchantLive,
  merchant_suspended: merchantSuspended,
  api_key_issued: apiKeyIssued,
  webhook_disabled: webhookDisabled,
} as const satisfies Readonly<Record<string, Template>>;
export type TemplateName = keyof typeof templates;

/** What is also worth a text message. */
export const textTemplates = {
  credit_suspended: creditSuspendedText,
} as const satisfies Readonly<Partial<Record<TemplateName, TextTemplate>>>;
export type TextTemplateName = keyof typeof textTemplates;
