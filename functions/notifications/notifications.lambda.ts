import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { buyerStore } from '../buyers/buyer.store.ts';
import { findMerchant } from '../merchants/merchant.store.ts';
import { sesProvider } from '../providers/messages/ses.provider.ts';
import { smsProvider } from '../providers/messages/sms.provider.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { openTable } from '../shared/table.ts';
import { logger } from '../shared/telemetry.ts';
import { openVault } from '../shared/vault.ts';
import { MailReport, recordFeedback } from './feedback.ts';
import { messageStore } from './message.store.ts';
import { eachByItself } from './message-queue.ts';
import { HandedOn, type NotifyPorts, notify } from './notify.ts';
import { settingsStore } from './settings.store.ts';

const environment = env({
  TRANSACTIONS_TABLE: z.string(),
  DATA_KEY_ID: z.string(),
  MAC_KEY_ID: z.string(),
  SENDER_NAME: z.string(),
  SENDER_ADDRESS: z.string(),
  SENDER_CONTACT: z.string(),
  MAIL_CONFIGURATION_SET: z.optional(z.string()),
  MAIL_ENDPOINT: z.optional(z.string()),
  SMS_ORIGINATION: z.string(),
  SMS_ENDPOINT: z.optional(z.string()),
});

const transactions = openTable(environment.TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: environment.DATA_KEY_ID, macKeyId: environment.MAC_KEY_ID }), systemClock);

const ports: NotifyPorts = {
  clock: systemClock,
  vault,
  sender: { name: environment.SENDER_NAME, contact: environment.SENDER_CONTACT },
  merchants: { find: (merchantId) => findMerchant(transactions, merchantId) },
  buyers: buyerStore(transactions, systemClock, vault),
  settings: settingsStore(transactions),
  messages: messageStore(transactions),
  provider: {
    ...sesProvider({
      from: environment.SENDER_ADDRESS,
      fromName: environment.SENDER_NAME,
      configurationSet: environment.MAIL_CONFIGURATION_SET,
      endpoint: environment.MAIL_ENDPOINT,
    }),
    ...smsProvider({ origination: environment.SMS_ORIGINATION, endpoint: environment.SMS_ENDPOINT }),
  },
};

const warn = (messageId: string, error: unknown): void =>
  logger.warn('not done, comes again', { messageId, error: error as Error });

const answerFor = (failed: readonly string[]): SQSBatchResponse => ({
  batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })),
});

/** The queue is filled by the recorder of events (functions/events): each message of it is one event. */
export async function sendMessagesJob({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  return answerFor(await eachByItself(Records, (body) => notify(ports, HandedOn.parse(body).event), warn));
}

/** The queue is filled by Amazon SES, through a topic: each message of it is a report on one mail. */
export async function recordFeedbackJob({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  return answerFor(await eachByItself(Records, (body) => recordFeedback(ports, MailReport.parse(body)), warn));
}
